import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubSettings } from '../../src/hub/settings';

const home = join('/', 'home', 'ada');
const cacheFolder = (env: NodeJS.ProcessEnv): string => hubSettings(env, home).cacheFolder;

describe('without variables', () => {
  it('the Hub is asked, without a token, and its cache lies in the home folder', () => {
    const { endpoint, ...rest } = hubSettings({}, home);
    expect(endpoint.href).toBe('https://huggingface.co/');
    expect(rest).toEqual({ offline: false, token: null, cacheFolder: join(home, '.cache/huggingface/hub') });
  });
});

describe('the shared cache', () => {
  const all = { HF_HUB_CACHE: '/a', HUGGINGFACE_HUB_CACHE: '/b', HF_HOME: '/c', XDG_CACHE_HOME: '/d' };
  it.each([
    [all, '/a'],
    [{ ...all, HF_HUB_CACHE: '' }, '/b'],
    [{ HF_HOME: '/c', XDG_CACHE_HOME: '/d' }, join('/c', 'hub')],
    [{ XDG_CACHE_HOME: '/d' }, join('/d', 'huggingface', 'hub')],
    [{ HF_HOME: '~/models' }, join(home, 'models', 'hub')],
    [{ HF_HUB_CACHE: '$BIG/${USER_NAME}/x', BIG: '/big', USER_NAME: 'ada' }, '/big/ada/x'],
    [{ HF_HUB_CACHE: '/$NONE/~' }, '/$NONE/~'],
  ])('of %o is %s', (env, expected) => {
    expect(cacheFolder(env)).toBe(expected);
  });
});

describe('a variable', () => {
  it.each(['1', 'true', 'TRUE', 'yes', 'On', ' 1 '])('HF_HUB_OFFLINE=%o forbids requests', (value) => {
    expect(hubSettings({ HF_HUB_OFFLINE: value }).offline).toBe(true);
  });

  it.each(['0', 'false', 'no', 'off', '', '2'])('HF_HUB_OFFLINE=%o does not', (value) => {
    expect(hubSettings({ HF_HUB_OFFLINE: value }).offline).toBe(false);
  });

  it('HF_TOKEN is the token, without the line end of a file it came from', () => {
    expect(hubSettings({ HF_TOKEN: 'hf_x\r\n' }).token).toBe('hf_x');
    expect(hubSettings({ HF_TOKEN: ' ' }).token).toBeNull();
  });

  it('HF_ENDPOINT is the Hub, and refused when it is not safe', () => {
    expect(hubSettings({ HF_ENDPOINT: 'https://mirror.example' }).endpoint.host).toBe('mirror.example');
    expect(() => hubSettings({ HF_ENDPOINT: 'http://mirror.example' })).toThrow('must begin with https://');
  });
});
