/** A secret that looks like a word, a sentence or a token, with the parts of it that must not be seen. */
export interface Canary {
  readonly text: string;
  readonly parts: readonly string[];
}

/** People's passwords; each is no word of a sentence, whole or in its parts. */
export const passwords: readonly Canary[] = [
  { text: "hunter2", parts: ["hunter2"] },
  { text: "S3cret", parts: ["S3cret"] },
  { text: "swordfish", parts: ["swordfish"] },
  { text: "correct-horse", parts: ["rrect-h", "t-horse"] },
  { text: "hunter2,staple", parts: ["hunter2", "staple"] },
  { text: "p@ss/w0rd!", parts: ["p@ss", "w0rd"] },
  { text: "Tr0ub4dor&3", parts: ["Tr0ub4", "b4dor&3"] },
];

/** What services give out. */
export const tokens: readonly Canary[] = [
  { text: "ghp_Zq7CanaryZq7CanaryZq7CanaryZq7Canary", parts: ["Zq7Canary"] },
  { text: "glpat-Zq7CanaryZq7Canary", parts: ["Zq7Canary"] },
  { text: "Zq7CanaryZq7CanaryZq7Canary0", parts: ["Zq7Canary"] },
];

/** The parts of a secret that must not be seen of a text that contains it, in whatever form it is there. */
export function secretParts({ text, parts }: Canary, file: string): readonly string[] {
  const encoded = [...file.matchAll(/[A-Za-z\d+/]{8,}={0,2}/g)].flatMap(({ 0: run }) =>
    Buffer.from(run, "base64").toString("latin1").includes(text) ? windows(run) : [],
  );
  const words = text.replace(/\W/g, "-");
  return [...parts, ...(words === text ? [] : [words]), ...encoded].filter((part) => part.length > 3);
}

/** What of a long text must not be seen: a part of it is enough to tell. */
function windows(run: string): readonly string[] {
  const width = 12;
  return run.length <= width
    ? [run]
    : Array.from({ length: Math.floor((run.length - width) / 4) + 1 }, (_, i) => run.slice(i * 4, i * 4 + width));
}
