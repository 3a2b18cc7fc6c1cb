/** The shapes of an icon, as esbuild.mjs takes them out of its file. */
declare module '*.svg' {
  const svg: string;
  // eslint-disable-next-line import-x/no-default-export -- the text loader exports nothing else
  export default svg;
}
