/** esbuild's text loader: the file's content. */
declare module '*.css' {
  const css: string;
  // eslint-disable-next-line import-x/no-default-export -- the text loader exports nothing else
  export default css;
}
