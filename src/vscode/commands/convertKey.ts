import type { Memento, Uri } from "vscode";
import { googleCredentialHosts } from "../../core/convert/convert.ts";
import { applyConversion } from "../applyConversion.ts";
import { lastHosts, pickHosts, rememberHosts } from "../hostPicker.ts";
import { chooseKey } from "../keySource.ts";
import { convertMirrors } from "../settings.ts";
import { pickTarget, targetDocument } from "../target.ts";

export const convertKeyCommand = "k3sRegistries.convertKey";

/** Converts a key by questions alone: the key, where to, which registries. */
export async function convertKey(memory: Memento, asked?: Uri): Promise<void> {
  const source = await chooseKey(asked);
  if (!source) return;
  const target = await pickTarget();
  if (!target) return;
  const inTarget = googleCredentialHosts((await targetDocument(target))?.getText() ?? "");
  const hosts = await pickHosts(inTarget.length > 0 ? inTarget : lastHosts(memory));
  if (!hosts) return;
  const mirrors = convertMirrors(target.kind === "existing" ? target.uri : undefined);
  if (await applyConversion({ assignments: [{ credential: source.credential, hosts }], mirrors, target }))
    await rememberHosts(memory, hosts);
}
