/** The first sign in a text that Jinja would replace, with which Ansible and others fill in what they write. */
export function jinjaSign(text: string): string | undefined {
  return /\{[{%#]/.exec(text)?.[0];
}
