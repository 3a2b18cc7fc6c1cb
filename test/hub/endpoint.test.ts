import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/hub/endpoint';
import { HubError } from '../../src/hub/errors';

describe('an endpoint', () => {
  it.each([
    ['https://huggingface.co', 'https://huggingface.co/'],
    ['https://mirror.example/hub/', 'https://mirror.example/hub'],
    ['HTTPS://Mirror.Example:8443', 'https://mirror.example:8443/'],
    ['http://localhost:8080', 'http://localhost:8080/'],
    ['http://127.0.0.1:1', 'http://127.0.0.1:1/'],
    ['http://127.9.9.9', 'http://127.9.9.9/'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
  ])('%s is %s', (text, href) => {
    expect(parseEndpoint(text).href).toBe(href);
  });

  it.each([
    'http://huggingface.co',
    'http://10.0.0.1',
    'http://127.0.0.1.example',
    'http://localhost.example',
    'http://[::2]',
    'http://0.0.0.0',
    'ftp://localhost',
    'file:///tmp',
    'huggingface.co',
    'https://',
    '',
    'https://host/?a=b',
    'https://host/#a',
    'https://user@host',
  ])('%o is none', (text) => {
    expect(() => parseEndpoint(text)).toThrow(
      expect.objectContaining({ reason: 'badEndpoint', subject: expect.any(String) as string }),
    );
  });

  it.each([
    'https://user:secret@host',
    'http://user:secret@host',
    'https//user:secret@host',
    'https://host/?token=secret',
    'http://host/#secret',
    'host?token=secret',
    'ftp://user:secret@host/?token=secret',
  ])('%o is refused without repeating what may be secret', (text) => {
    try {
      parseEndpoint(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(HubError);
      expect(JSON.stringify(error) + String(error)).not.toContain('secret');
    }
  });
});
