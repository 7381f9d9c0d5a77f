/** A token on a line of its own that tells by its start whose it is. */
export const bareToken = /^\s*((?:ya29\.|dckr_[op]at_|gh[a-z]_|github_pat_|gl[a-z]*t-)[\w.-]+)\s*$/;

/** SOPS also encrypts the kind, unless configured not to. */
const secretKind = /\bkind["']?\s*:\s*["']?(?:(?:Sealed|External|ClusterExternal)?Secret(?:List)?\b|ENC\[)/;

/** Whether a text names a kind of Secret and a word of a credential for registries. */
export function mentionsSecret(text: string): boolean {
  return (
    text.includes("kind") && /dockerc(?:onfigjson|fg)\b|\bpassword\b|basic-auth/.test(text) && secretKind.test(text)
  );
}

/** The start of a `.dockercfg`, also where the rest of it is not JSON. */
export const dockercfgStart = /^\s*\{\s*"[^"\s.:]*[.:][^"\s]*"\s*:\s*\{\s*"(?:auth|username|email)"\s*:/;

/** The base64 of a text that begins with `{`, perhaps after a byte-order mark or a line break. */
const base64Start = /^\s*(?:e[wy3]|77u)[A-Za-z0-9+/_-]/;

/** What the JSON of a credential file has; of several patterns all. */
const marks: readonly (readonly RegExp[])[] = [
  [/"(?:auths?|credHelpers|credsStore|HttpHeaders|identitytoken|authorization(?:Data|Token)|passwords)"\s*:/],
  [dockercfgStart],
  [/"username"\s*:/, /"(?:password|scopes)"\s*:/],
  [/"Username"\s*:/, /"Secret"\s*:/],
  [/"(?:tenant|loginServer)"\s*:/, /"(?:appId|accessToken)"\s*:/],
  [/"name"\s*:/, /"(?:secret|permissions)"\s*:/, /"robot\$|"expires_at"\s*:/],
  [/"(?:private_key|client_id)"\s*:|"(?:apiKey|keyString)"\s*:\s*"AIza/],
  [/"type"\s*:\s*"(?:authorized_user|external_account|impersonated_service_account|gdch_service_account)/],
];

/**
 * Whether a text may be a credential file, by regular expressions alone: `true` for each text of which `credentialKind`
 * tells the kind, and for some others.
 */
export function mayBeCredentials(text: string): boolean {
  if (/^\ufeff?\s*[{[]/.test(text))
    return marks.some((all) => all.every((mark) => mark.test(text))) || mentionsSecret(text);
  return bareToken.test(text) || base64Start.test(text) || mentionsSecret(text);
}
