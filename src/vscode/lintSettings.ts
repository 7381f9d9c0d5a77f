import { Disposable, type Event, EventEmitter, type Uri, workspace } from "vscode";
import { hasRegistriesName } from "../core/file/recognise.ts";
import type { FilePlace, LintSettings } from "../core/lint/rule.ts";
import { overlaid } from "../core/lint/sharedSettings.ts";
import { followK3dLinks, forgetK3dConfigs, isNamedByK3d } from "./carrierLinks.ts";
import { isRegistriesDocument } from "./documents.ts";
import type { GitTracking } from "./gitTracking.ts";
import { isLinked, onDidLink } from "./linkedFiles.ts";
import { readsPrivateKey } from "./nodeBuiltins.ts";
import { linksOf } from "./openedRegistries.ts";
import { editorSettings, settingsSection } from "./settings.ts";
import { ignores, type SettingsFiles } from "./settingsFiles.ts";

/** Returns how to lint each file, from the editor's settings, the settings file that overrides them, and the file's place. */
export interface LintSettingsProvider extends Disposable {
  /** `undefined` when the settings file that counts for a file ignores it. */
  of(uri: Uri): Promise<LintSettings | undefined>;
  /** Fires with a file to lint again; without one for all files. */
  readonly onDidChange: Event<Uri | undefined>;
  /** Says that the nodes read their files after what was saved so far. */
  nodesRestarted(): void;
}

export function createLintSettings(files: SettingsFiles, git: GitTracking): LintSettingsProvider {
  const changed = new EventEmitter<Uri | undefined>();
  const saved = new Set<string>();
  const filePlace = (uri: Uri): FilePlace => {
    if (uri.scheme === "untitled") return {};
    const tracked = git.tracked(uri);
    return {
      path: uri.path,
      ...(tracked === undefined ? {} : { tracked }),
      saved: saved.has(uri.toString()),
    };
  };
  const subscriptions = Disposable.from(
    changed,
    git.onDidChange((uri) => changed.fire(uri)),
    files.onDidChange(() => changed.fire(undefined)),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) changed.fire(undefined);
    }),
    workspace.onDidOpenTextDocument((document) => {
      if (linksOf(document).length > 0) changed.fire(undefined);
    }),
    workspace.onDidSaveTextDocument((document) => {
      forgetK3dConfigs();
      if (/k3d\.io\//i.test(document.getText())) changed.fire(undefined);
      if (!isRegistriesDocument(document)) return;
      saved.add(document.uri.toString());
      changed.fire(document.uri);
    }),
    followK3dLinks(changed.event),
    onDidLink((uri) => changed.fire(uri)),
  );
  return {
    onDidChange: changed.event,
    async of(uri) {
      const file = await files.governing(uri);
      if (file && ignores(file, uri)) return undefined;
      const settings = overlaid(editorSettings(uri), file?.settings ?? {});
      const { target } = settings;
      const isWhole = hasRegistriesName(uri.path) || isLinked(uri);
      const isOfK3d = target?.product === undefined && isWhole && (await isNamedByK3d(uri));
      return {
        ...settings,
        ...(isOfK3d ? { target: { ...target, product: "k3d" as const } } : {}),
        place: filePlace(uri),
        ...(readsPrivateKey ? { readsPrivateKey } : {}),
      };
    },
    nodesRestarted() {
      if (saved.size === 0) return;
      saved.clear();
      changed.fire(undefined);
    },
    dispose: () => subscriptions.dispose(),
  };
}
