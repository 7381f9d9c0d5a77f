/** What someone put in the place of a value: a variable that nothing expands, or words for a person to replace. */
export type Placeholder = "variable" | "words";

/** Names of environment variables; a password may well start with `$`, so that small letters must make a word. */
const variable =
  /^\$(?:[A-Z][A-Z0-9_]{2,}|\{[A-Z][A-Z0-9_]*\}|[a-z]*_?(?:user|username|login|pass|password|passwd|token|secret|host|registry)|\([^)]*\))$/;
const marked =
  /^(?:<[^<>]+>|%[A-Z][A-Z0-9_]*%|@[A-Z][A-Z0-9_]*@|__[A-Z][A-Z0-9_]*__|\{[A-Z][A-Z0-9_]*\}|\[[A-Z][A-Z0-9_ -]*\]|#+[A-Z][A-Z0-9_]*#+)$/;
const filler = /^(?:x{3,}|X{3,}|\*{3,}|•{3,}|-{3,}|\.{3,}|…|\?{3,})$/;
const words =
  /^(?:change[-_ ]?(?:me|this|it)!?|replace[-_ ]?(?:me|this)|redacted|placeholder|todo|tbd|fixme|(?:your|my|the|insert|enter|put|paste)[-_ ](?:[a-z0-9]+[-_ ])*(?:here|user|username|login|password|passwd|pass|token|secret|key|pat|account|name|email|credentials?)|your(?:user|username|login|password|pass|token|secret|key|account|name|email))$/i;
const shouted = /^(?:USER|USERNAME|LOGIN|PASSWORD|PASS|PASSWD|TOKEN|SECRET|API_?KEY|YOUR_?[A-Z_]+)$/;

/**
 * Whether a credential is no credential yet. Rather misses one than takes a real one for a placeholder.
 *
 * @param text a username, password, token or `auth`, as k3s reads it
 */
export function placeholderCredential(text: string): Placeholder | undefined {
  if (text.length > 100) return undefined;
  if (variable.test(text)) return "variable";
  return marked.test(text) || filler.test(text) || words.test(text) || shouted.test(text) ? "words" : undefined;
}

/** Most hosts and URLs are told from placeholders by one look: no marks, and no word of those below at the start. */
const usualHost = /^(?!(?:https?:\/\/)?(?:x{3}|change|your|aws_))[a-z0-9.:/-]+$/;

/**
 * Whether a registry's name, or the URL of an endpoint, is still to be filled in.
 *
 * @param text with or without a scheme
 */
export function placeholderHost(text: string): Placeholder | undefined {
  if (text.length > 500 || usualHost.test(text)) return undefined;
  const host = text.replace(/^[a-z]+:\/\//i, "");
  if (/\$(?:[A-Za-z_]\w*|\{[^}]*\}|\([^)]*\))/.test(text)) return "variable";
  if (/<[^<>\s][^<>]*>|%[A-Z_]{2,}%|__[A-Z][A-Z_]*__|\{[A-Za-z_]\w*\}/.test(text)) return "words";
  if (/^(?:x{3,}|X{3,})(?:[.:/]|$)/.test(host)) return "words";
  if (
    /^(?:change-?me|your[-_.]?[a-z-_]*(?:registry|host|domain|server|mirror|harbor|nexus)|aws_account_id)(?![a-z])/i.test(
      host,
    )
  )
    return "words";
  return undefined;
}

/** True if a string is a placeholder for a password, or a tool will replace it. */
export function isPlaceholder(text: string): boolean {
  return (
    /^(?:\s*|\.{2,}|…|[xX*•-]+|<[^>]*>|\$\{?\w+\}?|\$\([^)]*\)|%+\w+%+|@@?\w+@@?)$/.test(text) ||
    /redacted|placeholder|change_?me|your[-_ ]|paste|\.\.\.|…/i.test(text)
  );
}
