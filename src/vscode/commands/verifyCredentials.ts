import { l10n, type QuickPickItem, type Uri, window } from "vscode";
import type { FileRegion } from "../../core/carriers/region.ts";
import type { NodeOptions } from "../../core/containerd/hostsFiles.ts";
import { type Assignment, convert } from "../../core/convert/convert.ts";
import { credentialHosts } from "../../core/convert/extract.ts";
import { shownHost } from "../../core/display/shown.ts";
import type { RegistriesFile } from "../../core/file/file.ts";
import { openRegistries } from "../../core/file/openRegistries.ts";
import { parseImage } from "../../core/images/reference.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { keyCheck } from "../../core/verify/googleKey.ts";
import type { Subject } from "../../core/verify/subject.ts";
import { hostTarget, imageTargets } from "../../core/verify/target.ts";
import { credentialInActiveEditor, isCredentialDocument, readCredentialFile } from "../credentials/credentialFile.ts";
import { askedRegistries } from "../credentials/registriesEntry.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { fileOf } from "../regionUri.ts";
import { verifySubjects } from "../verify/verifySubjects.ts";

export const verifyCredentialsCommand = "k3sRegistries.verifyCredentials";

/**
 * Verifies the credential of a registry, those that an image is pulled with, or a key at Google.
 *
 * @param asked a registries.yaml; the active editor's, or the credential file there, unless said
 * @param askedHost a host of its `configs`; asked for, unless said
 */
export async function verifyCredentials(
  settings: LintSettingsProvider,
  asked: Uri | undefined,
  askedHost: unknown,
): Promise<void> {
  const document = asked ? undefined : credentialInActiveEditor();
  if (document && isCredentialDocument(document)) {
    const { credentials } = await readCredentialFile(document.uri);
    const keys = credentials.flatMap(({ auth, kind }) =>
      kind === "google-key" && "password" in auth ? [keySubject(auth.password)] : [],
    );
    const assignments = credentials
      .filter(({ hosts }) => hosts.length > 0)
      .map((credential) => ({ credential, hosts: credential.hosts }));
    return verifySubjects(keys.length > 0 ? keys : assignedSubjects(assignments, undefined, {}), (text) => text);
  }
  const title = l10n.t("Verify Credentials");
  const opened = await askedRegistries(asked, title);
  if (!opened) return;
  const { region, address } = opened;
  const { target, embeddedRegistry, disableDefaultEndpoint } = regionSettings(
    region,
    (await settings.of(fileOf(address))) ?? {},
  );
  const options = {
    ...(target && { target }),
    embeddedRegistry: embeddedRegistry === true,
    disableDefaultEndpoint: disableDefaultEndpoint === true,
  };
  const subjects =
    typeof askedHost === "string"
      ? hostSubjects(region.file, [askedHost], options)
      : await pickSubjects(region, options, title);
  if (subjects) await verifySubjects(subjects, (text) => region.shown(text));
}

/**
 * The credentials that a conversion would write, each at its registry.
 *
 * @param existing the file into which they would go: its mirrors say how the registries are contacted
 */
export function assignedSubjects(
  assignments: readonly Assignment[],
  existing: RegistriesFile | undefined,
  options: NodeOptions,
): readonly Subject[] {
  const conversion = convert({ assignments, mirrors: false, ...(existing && { existing }) });
  if (!conversion.ok) throw new UserProblem(conversion.problem);
  return hostSubjects(
    openRegistries(conversion.text),
    conversion.changes.map(({ host }) => host),
    options,
  );
}

function hostSubjects(file: RegistriesFile, hosts: readonly string[], options: NodeOptions): readonly Subject[] {
  if (hosts.length === 0) throw new UserProblem(l10n.t("This registries.yaml contains no credential."));
  return hosts.map((host) => {
    const made = hostTarget(file, host, options);
    if (!made.ok) throw new UserProblem(made.problem);
    if (!made.target.secret) throw new UserProblem(made.target.credential);
    return made;
  });
}

function keySubject(text: string): Subject {
  const made = keyCheck(text);
  if (!made.ok) throw new UserProblem(made.problem);
  return made;
}

/** Asks what is verified: one host, all, the pull of an image, or a Google key alone. */
async function pickSubjects(
  { file }: FileRegion,
  options: NodeOptions,
  title: string,
): Promise<readonly Subject[] | undefined> {
  type Item = QuickPickItem & { readonly subjects: () => Promise<readonly Subject[] | undefined> };
  const hosts = credentialHosts(file);
  const keys = [...new Set(file.configs.flatMap(({ auth }) => auth.jsonPassword?.json ?? []))];
  const items: Item[] = [
    ...hosts.map((host) => ({ label: shownHost(host), subjects: async () => hostSubjects(file, [host], options) })),
    {
      label: l10n.t("An Image…"),
      description: l10n.t("along its mirrors"),
      subjects: () => imageSubjects(file, options),
    },
    ...(keys.length > 0
      ? [
          {
            label: l10n.t("Google key"),
            description: l10n.t("without a registry"),
            subjects: async () => keys.map(keySubject),
          },
        ]
      : []),
  ];
  const placeHolder = l10n.t("What do you want to verify?");
  return (await window.showQuickPick(items, { title, placeHolder }))?.subjects();
}

async function imageSubjects(file: RegistriesFile, options: NodeOptions): Promise<readonly Subject[] | undefined> {
  const text = await window.showInputBox({
    title: l10n.t("Verify Credentials"),
    prompt: l10n.t("Image, such as nginx or gcr.io/project/app:1"),
    validateInput: (typed) => {
      const reading = parseImage(typed);
      return reading.ok ? undefined : reading.problem;
    },
  });
  const reading = text === undefined ? undefined : parseImage(text);
  if (!reading?.ok) return undefined;
  const made = imageTargets(file, reading.image, options);
  if (!made.ok) throw new UserProblem(made.problem);
  return made.targets.map((target) => ({ target }));
}
