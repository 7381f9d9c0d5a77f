/** One entry of a log, or one event, out of what was pasted. */
export interface ErrorRecord {
  /** Its lines joined by blanks, without escapes, colours and typographic quotes. */
  readonly text: string;
  /** The same without any white space: where a terminal broke a line, in a word or beside it, makes no difference. */
  readonly squeezed: string;
}

/** More than this is a whole log, of which the end is the newest. */
const longest = 200_000;

/** A line that is longer than this is no message. */
const longestLine = 10_000;

/** How an entry of a log begins: journald, containerd and k3s, klog, JSON, kubectl's events, ctr and crictl, a prompt. */
const beginnings: readonly RegExp[] = [
  /^\s*(?:Warning|Normal)\s/,
  /^\s*(?:<unknown>|<invalid>|\d+[smhd][\dsmhd]*)\s+(?:\(|Warning|Normal)/,
  /^[A-Z][a-z]{2}\s+\d{1,2}\s+\d\d:\d\d:\d\d\s/,
  /^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:/,
  /^\s*(?:time="?\d{4}-|level=[a-z])/,
  /^\s*\{"/,
  /^[EWIF]\d{4}\s+\d\d:/,
  /^(?:ERRO|WARN|FATA|INFO|DEBU|TRAC)\[/,
  /^(?:ctr: |Error: |Error response |Failed to |FATA|\[)/,
  /^\S{0,60}(?:\s\S{0,40})?[$#❯]\s/,
];

/**
 * Cuts pasted text into the entries of the logs and events that it holds. A line that begins none goes on with the one
 * before it: a terminal, or whoever copied it, broke it there.
 */
export function errorRecords(pasted: string): readonly ErrorRecord[] {
  const entries: string[][] = [];
  for (const whole of plainQuotes(pasted.slice(-longest)).split(/\r\n|[\r\n]/)) {
    const line = whole.slice(0, longestLine);
    const current = entries.at(-1);
    if (line.trim() === "") {
      if (current && current.length > 0) entries.push([]);
    } else if (!current || beginsEntry(line, current.at(-1))) entries.push([line.trim()]);
    else current.push(line.trim());
  }
  return entries
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const entry = (joined: string): string => unescaped(joined.slice(0, 2 * longestLine));
      return { text: entry(lines.join(" ")), squeezed: entry(lines.join("")).replace(/\s+/g, "") };
    });
}

function beginsEntry(line: string, before = ""): boolean {
  const start = line.slice(0, 120);
  // An error names the one that led to it behind a colon.
  if (start.startsWith("failed to ")) return !before.endsWith(":");
  return beginnings.some((beginning) => beginning.test(start));
}

/** Without terminal colours; with the quotes that a web page or a word processor made fancy made plain again. */
function plainQuotes(text: string): string {
  return text
    .replace(/\x1b\[[\d;]*[A-Za-z]/g, "")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&amp;/g, "&");
}

/** Logs quote errors that quote errors: each round takes off one layer of backslashes. */
function unescaped(text: string): string {
  let plain = text.replace(/\\u0026/g, "&").replace(/\\u003c/g, "<");
  for (let round = 0; round < 5 && /\\+["\\n]/.test(plain); round++)
    plain = plain.replace(/\\(["\\])/g, "$1").replace(/\\[nrt]/g, " ");
  return plain;
}
