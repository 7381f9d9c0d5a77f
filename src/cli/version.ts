/** Put in by esbuild.js. */
declare const packageVersion: string;

/** The version in package.json. */
export const version: string = packageVersion;
