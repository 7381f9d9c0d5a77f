/** What `--format` takes: first those for people. */
export const formatNames = ["text", "compact", "json", "sarif", "github", "gitlab", "junit", "rdjson"] as const;
export type FormatName = (typeof formatNames)[number];

export function isFormat(name: string): name is FormatName {
  return (formatNames as readonly string[]).includes(name);
}
