/** What someone put in the place of a value: a variable that nothing expands, or words for a person to replace. */
export type Placeholder = "variable" | "words";

/**
 * How a text is tested. A `credential` (a username, password, token or `auth`) and a `host` (a registry's name, or the
 * URL of an endpoint) are placeholders for certain, and reported; rather one is missed than a real value reported. The
 * possible ones are left alone by other rules: what k3s will read instead is not known.
 */
export type PlaceholderUse = "credential" | "host" | "possible value" | "possible host" | "possible endpoint";

/** One form of placeholders, as it is recognized in each use; a possible one also counts as what is certain. */
type Form = { readonly kind: Placeholder } & { readonly [use in PlaceholderUse]?: RegExp };

/**
 * A password can contain any mark, so all of it must have the form, mostly in capitals. A host contains no marks, so one
 * anywhere in it is enough; a `%` may be one of a URL.
 */
const forms: readonly Form[] = [
  // Environment variables. A password may well start with `$`, so small letters must make a word.
  {
    kind: "variable",
    credential:
      /^\$(?:[A-Z][A-Z0-9_]{2,}|\{[A-Z][A-Z0-9_]*\}|[a-z]*_?(?:user|username|login|pass|password|passwd|token|secret|host|registry)|\([^)]*\))$/,
    host: /\$(?:[A-Za-z_]\w*|\{[^}]*\}|\([^)]*\))/,
    "possible value": /^\$\{?\w+\}?$/,
    "possible host": /\$/,
    "possible endpoint": /\$\w/,
  },
  {
    kind: "words",
    credential: /^<[^<>]+>$/,
    host: /<[^<>\s][^<>]*>/,
    "possible value": /^<[^>]*>$/,
    "possible host": /[<>]/,
    "possible endpoint": /</,
  },
  {
    kind: "words",
    credential: /^\{[A-Z][A-Z0-9_]*\}$/,
    host: /\{[A-Za-z_]\w*\}/,
    "possible host": /[{}]/,
    "possible endpoint": /\{/,
  },
  {
    kind: "words",
    credential: /^%[A-Z][A-Z0-9_]*%$/,
    host: /%[A-Z_]{2,}%/,
    "possible value": /^%+\w+%+$/,
    "possible host": /%/,
    "possible endpoint": /%%/,
  },
  {
    kind: "words",
    credential: /^@[A-Z][A-Z0-9_]*@$/,
    "possible value": /^@@?\w+@@?$/,
    "possible host": /@@/,
    "possible endpoint": /@@/,
  },
  { kind: "words", credential: /^__[A-Z][A-Z0-9_]*__$/, host: /__[A-Z][A-Z_]*__/ },
  { kind: "words", credential: /^\[[A-Z][A-Z0-9_ -]*\]$/ },
  {
    kind: "words",
    credential: /^#+[A-Z][A-Z0-9_]*#+$/,
    "possible host": /###/,
    "possible endpoint": /###/,
  },
  // What is blacked out or left out.
  {
    kind: "words",
    credential: /^(?:x{3,}|X{3,}|\*{3,}|•{3,}|-{3,}|\.{3,}|…|\?{3,})$/,
    host: /^(?:[A-Za-z]+:\/\/)?(?:x{3,}|X{3,})(?:[.:/]|$)/,
    "possible value": /^(?:\s*|[xX*•-]+|\.\.)$|\.\.\.|…/,
    "possible endpoint": /\.\.\.|…/,
  },
  {
    kind: "words",
    credential:
      /^(?:change[-_ ]?(?:me|this|it)!?|replace[-_ ]?(?:me|this)|redacted|placeholder|todo|tbd|fixme|(?:your|my|the|insert|enter|put|paste)[-_ ](?:[a-z0-9]+[-_ ])*(?:here|user|username|login|password|passwd|pass|token|secret|key|pat|account|name|email|credentials?)|your(?:user|username|login|password|pass|token|secret|key|account|name|email))$/i,
    host: /^(?:[a-z]+:\/\/)?(?:change-?me|your[-_.]?[a-z-_]*(?:registry|host|domain|server|mirror|harbor|nexus)|aws_account_id)(?![a-z])/i,
    "possible value": /redacted|placeholder|change_?me|your[-_ ]|paste/i,
    "possible endpoint": /\byour[-_]|change_?me|placeholder/i,
  },
  { kind: "words", credential: /^(?:USER|USERNAME|LOGIN|PASSWORD|PASS|PASSWD|TOKEN|SECRET|API_?KEY|YOUR_?[A-Z_]+)$/ },
];

/** What counts for each use: what is certain is also possible. */
const counting: Readonly<Record<PlaceholderUse, readonly PlaceholderUse[]>> = {
  credential: ["credential"],
  host: ["host"],
  "possible value": ["possible value", "credential"],
  "possible host": ["possible host", "possible value", "host", "credential"],
  "possible endpoint": ["possible endpoint", "host"],
};

/** A longer text is none for certain. */
const longest: Readonly<Record<PlaceholderUse, number>> = {
  credential: 100,
  host: 500,
  "possible value": Number.POSITIVE_INFINITY,
  "possible host": Number.POSITIVE_INFINITY,
  "possible endpoint": Number.POSITIVE_INFINITY,
};

/** Most hosts and URLs are recognized at once: no marks but those of IPv6, and none of the words above. */
const usualHost =
  /^(?!(?:https?:\/\/)?(?:x{3}|aws_)|.*(?:change|your|placeholder|redacted|paste|\.\.))[a-z0-9[][a-z0-9.:/[\]-]{3,200}$/;

/**
 * Tells whether a text is not yet what it should be, and what stands for it.
 *
 * @param text as k3s reads it; a host or endpoint with or without a scheme
 * @param use what the text is, and how sure the answer must be
 * @returns `undefined` for what is meant as it is
 */
export function placeholder(text: string, use: PlaceholderUse): Placeholder | undefined {
  const isHost = use !== "credential" && use !== "possible value";
  if (isHost && usualHost.test(text)) return undefined;
  // A URL may have a password before its host; `@@` is no end of one.
  const hasUser = use === "possible endpoint" && !text.includes("@@");
  const tested = hasUser ? text.slice(text.lastIndexOf("@") + 1) : text;
  const columns = counting[use].filter((column) => tested.length <= longest[column]);
  return forms.find((form) => columns.some((column) => form[column]?.test(tested)))?.kind;
}
