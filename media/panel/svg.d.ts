/** esbuild's text loader: the file's content. */
declare module '*.svg' {
  const svg: string;
  // eslint-disable-next-line import-x/no-default-export -- the text loader exports nothing else
  export default svg;
}
