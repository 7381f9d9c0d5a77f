import { EventEmitter, type Uri } from "vscode";

const linked = new Set<string>();
const changed = new EventEmitter<Uri>();

/** Fires with a file that is linked from now on, or no longer. */
export const onDidLink = changed.event;

/** True if a configuration of k3d names a file as its registries.yaml, as far as is known by now. */
export function isLinked(uri: Uri): boolean {
  return linked.has(uri.toString());
}

/** Keeps whether a configuration of k3d names a file. */
export function setLinked(uri: Uri, isNamed: boolean): void {
  const key = uri.toString();
  if (linked.has(key) === isNamed) return;
  if (isNamed) linked.add(key);
  else linked.delete(key);
  changed.fire(uri);
}
