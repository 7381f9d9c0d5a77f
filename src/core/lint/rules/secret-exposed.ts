import type { Field, HostConfig } from "../../file/file.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { FilePlace, RegionReport, Report, Rule } from "../rule.ts";

export const summary = "Others can read the credentials in the file";

/** Source: docs/how-k3s-reads-it/file.md#permissions. */
export const secretExposed: Rule = {
  id: "secret-exposed",
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
  /** What a tool fills in is a secret on the node. */
  *checkRegion({ carrier, file, facts: { at, permissions, mode, ownerOnly } }) {
    if (carrier === "nixos") yield* inStore(file.configs.flatMap(secrets));
    if (mode === undefined || (mode & 0o004) === 0) return;
    // Permissions that the tool reads otherwise are a fault of their own: file-mode.
    if (permissions && Number.parseInt(permissions.text.replace(/^0o/, ""), 8) !== mode) return;
    const found = file.configs.flatMap(({ auth }) =>
      [auth.password, auth.encoded, auth.identityToken].filter(({ value }) => value.kind !== "missing"),
    );
    if (found.length === 0) return;
    yield {
      at: { outer: permissions ?? at },
      severity: "information",
      message:
        carrier === "ansible" && permissions === undefined
          ? `k3s-ansible writes this file with mode ${octal(mode)}, so every user of the node can read the ${credentials(found.length)} in it. Set 0600 with a task of your own after the role.`
          : `Every user of the node can read the ${credentials(found.length)} in this file (mode ${octal(mode)}). k3s and RKE2 read it as root, so 0600 is enough.`,
      ...(ownerOnly && { fixes: [{ title: "Set the mode to 0600", safe: false, outer: ownerOnly }] }),
    };
  },
};

/** Reports literal secrets of NixOS: https://nix.dev/manual/nix/stable/store/. Those of tools such as sops-nix are expressions. */
function* inStore([first, ...more]: readonly Field[]): Iterable<RegionReport> {
  if (first === undefined) return;
  const count = more.length + 1;
  yield {
    at: first.path,
    part: "key",
    message: `Nix copies this text to /nix/store, where every user of the machine can read the ${credentials(count)} in it. Let sops-nix or agenix write the file.`,
  };
}

/** Returns the literal secrets of an entry: not placeholders, templates, or values encrypted by Ansible Vault or SOPS. */
function secrets({ auth }: HostConfig): readonly Field[] {
  return [auth.password, auth.encoded, auth.identityToken].filter(({ value }) => {
    if (value.kind === "broken" || value.kind === "map" || value.kind === "list") return true;
    if (value.kind !== "scalar") return false;
    return !placeholder(value.text, "possible value") && !/^(?:\$ANSIBLE_VAULT;|ENC\[)/.test(value.text.trim());
  });
}

/** Reports rights of all users, which mostly come by default; rights of the group are set on purpose (rke2-ansible: 0640). */
function exposed({ tracked, mode, path }: FilePlace): ((count: number) => Omit<Report, "at">) | undefined {
  if (tracked === true)
    return (count) => ({
      message: `Git tracks this file, so everyone with access to the repository or its history can read the ${credentials(count)} in it. Remove the file from Git, and replace every credential that was pushed.`,
    });
  if (mode === undefined || (mode & 0o004) === 0) return undefined;
  const onNode = path === undefined || /(?:^|\/)etc\/rancher\//.test(path);
  return (count) => ({
    severity: onNode ? "warning" : "information",
    message: `Every user of this machine can read the ${credentials(count)} in this file (mode ${octal(mode)}). k3s and RKE2 read it as root: run "chmod 600" on it.`,
  });
}

function credentials(count: number): string {
  return count === 1 ? "credential" : `${count} credentials`;
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}
