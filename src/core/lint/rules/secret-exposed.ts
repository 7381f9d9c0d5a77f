import { isPlaceholder } from "../../credentials/password.ts";
import type { Field, HostConfig } from "../../file/file.ts";
import type { FilePlace, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/file.md#permissions. */
export const secretExposed: Rule = {
  id: "secret-exposed",
  summary: "Others can see the credentials in the file",
  severity: "warning",
  check({ configs }, { place = {} }) {
    const reports: Report[] = [];
    const exposure = exposed(place);
    if (!exposure) return reports;
    const [first, ...more] = configs.flatMap(secrets);
    if (!first) return reports;
    reports.push({ at: first.path, part: "key", ...exposure(more.length + 1) });
    return reports;
  },
};

/** The literal secrets of an entry: neither a stand-in, nor a template, nor encrypted by Ansible Vault or SOPS. */
function secrets({ auth }: HostConfig): readonly Field[] {
  return [auth.password, auth.encoded, auth.identityToken].filter(({ value }) => {
    if (value.kind === "broken" || value.kind === "map" || value.kind === "list") return true;
    if (value.kind !== "scalar") return false;
    return !isPlaceholder(value.text) && !/^(?:\$ANSIBLE_VAULT;|ENC\[)/.test(value.text.trim());
  });
}

/** Group rights are given on purpose (rke2-ansible sets 0640), those of everyone mostly by default. */
function exposed({ tracked, mode, path }: FilePlace): ((count: number) => Omit<Report, "at">) | undefined {
  if (tracked === true)
    return (count) => ({
      message: `git tracks this file with ${credentials(count)} in it: whoever can read the repository, or its history, has ${count === 1 ? "it" : "them"}. Take the file out of git, and replace what was ever pushed.`,
    });
  if (mode === undefined || (mode & 0o004) === 0) return undefined;
  const onNode = path === undefined || /(?:^|\/)etc\/rancher\//.test(path);
  return (count) => ({
    severity: onNode ? "warning" : "information",
    message: `Every user of this machine can read the file (mode ${octal(mode)}) with ${credentials(count)} in it. k3s and RKE2 read it as root: chmod 600 is enough.`,
  });
}

function credentials(count: number): string {
  return count === 1 ? "a credential" : `${count} credentials`;
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}
