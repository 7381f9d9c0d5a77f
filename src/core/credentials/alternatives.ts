import type { Credential } from "./credential.ts";

/**
 * Groups the credentials of a file so that each group can have one only: those that share a registry, directly or by
 * another one between them, and those that name none. Groups and their members are in the order of the file.
 */
export function alternatives(credentials: readonly Credential[]): readonly (readonly Credential[])[] {
  let groups: Group[] = [];
  for (const credential of credentials) {
    const hosts = credential.hosts.length > 0 ? credential.hosts : [anyHost];
    const touched = groups.filter((group) => hosts.some((host) => group.hosts.has(host)));
    const joined: Group = touched[0] ?? { hosts: new Set(), members: [] };
    const members = [...touched.flatMap((group) => group.members), credential];
    for (const host of [...touched.flatMap((group) => [...group.hosts]), ...hosts]) joined.hosts.add(host);
    joined.members = members.sort((a, b) => credentials.indexOf(a) - credentials.indexOf(b));
    groups =
      touched.length === 0 ? [...groups, joined] : groups.filter((one) => one === joined || !touched.includes(one));
  }
  return groups.map(({ members }) => members);
}

interface Group {
  readonly hosts: Set<string>;
  members: readonly Credential[];
}

/** Stands for the registry that a credential does not name. */
const anyHost = "";
