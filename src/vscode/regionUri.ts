import type { Uri } from "vscode";

/**
 * The address of a registries.yaml that a file carries: that of the file, with the number of the region as its fragment, as in
 * `FILE#REGION` on the command line. A registries.yaml that is a file has the file's own address.
 *
 * @param index of the region, from 0 on
 */
export function regionUri(file: Uri, index: number): Uri {
  return file.with({ fragment: String(index + 1) });
}

/** The file in which the registries.yaml of an address is. */
export function fileOf(address: Uri): Uri {
  return address.fragment === "" ? address : address.with({ fragment: "" });
}

/** The index of the region that an address names; `undefined` if it is that of a file. */
export function regionIndex({ fragment }: Pick<Uri, "fragment">): number | undefined {
  return fragment === "" ? undefined : Number(fragment) - 1;
}

/** True if a registries.yaml is in a file. */
export function isIn(address: Uri | undefined, file: Uri): boolean {
  return address !== undefined && fileOf(address).toString() === file.toString();
}
