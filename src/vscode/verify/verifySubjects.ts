import { type CancellationToken, env, l10n, ProgressLocation, Uri, window, workspace } from "vscode";
import type { FileField } from "../../core/file/tls.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { curlLines } from "../../core/verify/curl.ts";
import { nodeSend } from "../../core/verify/nodeSend.ts";
import type { Send } from "../../core/verify/send.ts";
import { deliversImage, planLines, type Subject, verificationLines, verifySubject } from "../../core/verify/subject.ts";
import type { TokenServer } from "../../core/verify/tokenServer.ts";
import { readText } from "../documents.ts";
import { type NetworkModules, networkModules } from "./nodeModules.ts";

/** The texts of a registry's TLS files. */
type TlsFiles = { readonly [Key in FileField]?: string | undefined };

/** The time limit of each request, in milliseconds. */
const longestRequest = 15_000;

/** Shows what would be sent where, sends it once the user agrees, and shows what the answers prove. */
export async function verifySubjects(subjects: readonly Subject[], shown: (text: string) => string): Promise<void> {
  if (!workspace.isTrusted) throw new UserProblem(l10n.t("Verifying sends a credential. Trust this workspace first."));
  const modules = networkModules();
  const plan = subjects.map((subject) => planLines(subject).map(shown).join("\n")).join("\n\n");
  const curl = l10n.t("Show curl Commands");
  const canCurl = subjects.some((subject) => "target" in subject) ? [curl] : [];
  if (!modules) {
    const why = l10n.t(
      "VS Code in a browser can't ask registries, because they allow no requests from web pages. Run the commands for curl instead.",
    );
    if ((await window.showWarningMessage(why, { modal: true, detail: plan }, ...canCurl)) === curl)
      await showCurl(subjects);
    return;
  }
  const send = l10n.t("Send");
  const unchecked = l10n.t("Send without Checking Certificates");
  const skips = subjects.some((subject) => "target" in subject && subject.target.skipsVerification);
  const question = l10n.t("Send these requests from {0}?", placeText());
  const buttons = [send, ...(skips ? [unchecked] : []), ...canCurl];
  const answer = await window.showWarningMessage(question, { modal: true, detail: plan }, ...buttons);
  if (answer === curl) await showCurl(subjects);
  if (answer !== send && answer !== unchecked) return;
  const files = new Map<Subject, TlsFiles>();
  for (const subject of subjects) {
    const read = await tlsFiles(subject);
    if (!read) return;
    files.set(subject, read);
  }
  const progress = {
    location: ProgressLocation.Notification,
    cancellable: true,
    title: l10n.t("Verifying credentials"),
  };
  const lines = await window.withProgress(progress, async (_, token) => {
    const found: { readonly lines: readonly string[]; readonly isProven: boolean }[] = [];
    for (const subject of subjects) {
      const isUnchecked = answer === unchecked && "target" in subject && subject.target.skipsVerification;
      const send = sender(modules, files.get(subject) ?? {}, isUnchecked, token);
      const verification = await verifySubject(subject, { send, confirm, sign: modules.sign });
      const { verdict } = verification;
      found.push({
        lines: verificationLines(subject, verification, placeName()).map(shown),
        isProven: verdict === "accepted" || verdict === "may-pull",
      });
      if (token.isCancellationRequested || deliversImage(subject, verification)) break;
    }
    return found;
  });
  await showResult(lines);
}

/** The computer that sends, in the language of verdicts. */
function placeName(): string {
  return env.remoteName === undefined ? "this computer" : `the remote (${env.remoteName})`;
}

function placeText(): string {
  return env.remoteName === undefined ? l10n.t("this computer") : l10n.t("the remote ({0})", env.remoteName);
}

async function showResult(
  found: readonly { readonly lines: readonly string[]; readonly isProven: boolean }[],
): Promise<void> {
  const message = found.map(({ lines }) => lines.slice(0, 2).join(". ")).join(" ");
  const details = l10n.t("Details");
  const show = found.every(({ isProven }) => isProven) ? window.showInformationMessage : window.showWarningMessage;
  if ((await show(message, details)) !== details) return;
  const detail = found.map(({ lines }) => lines.join("\n")).join("\n\n");
  await window.showInformationMessage(details, { modal: true, detail });
}

async function showCurl(subjects: readonly Subject[]): Promise<void> {
  const content = subjects.map((subject) => ("target" in subject ? curlLines(subject.target) : "")).join("\n");
  const document = await workspace.openTextDocument({ language: "shellscript", content });
  await window.showTextDocument(document, { preview: false });
}

/**
 * Reads the TLS files of a registry, where they are on the computer of this extension host. Asks for a copy of one that is not.
 *
 * @returns `undefined` when the user cancels
 */
async function tlsFiles(subject: Subject): Promise<TlsFiles | undefined> {
  const read: { [Key in FileField]?: string | undefined } = {};
  for (const { key, text } of "target" in subject ? subject.target.files : []) {
    // Two slashes are a network share on Windows, and looking there would be a request of its own.
    const here = text === undefined || /^[\\/]{2}/.test(text) ? undefined : await readText(Uri.file(text));
    if (here === undefined) {
      const choose = l10n.t("Choose a Copy…");
      const detail = l10n.t("It is a path on the nodes: {0}", text ?? "…");
      const question = l10n.t("{0} can't be read here.", key);
      const answer = await window.showWarningMessage(
        question,
        { modal: true, detail },
        choose,
        l10n.t("Go On without It"),
      );
      if (answer === undefined) return undefined;
      const [copy] = (answer === choose && (await window.showOpenDialog({ title: key }))) || [];
      read[key] = copy && (await readText(copy));
    } else read[key] = here;
  }
  return read;
}

/** Returns a function that sends, and ends a request when the user cancels, or after its time. */
function sender(
  { http, https, tls }: NetworkModules,
  { ca_file: ca, cert_file: cert, key_file: key }: TlsFiles,
  skipVerification: boolean,
  token: CancellationToken,
): Send {
  const cancelled = new AbortController();
  token.onCancellationRequested(() => cancelled.abort());
  const all = ca === undefined ? undefined : [...(tls.getCACertificates?.("default") ?? tls.rootCertificates), ca];
  return nodeSend({ http, https }, { ca: all, cert, key, skipVerification }, () =>
    AbortSignal.any([cancelled.signal, AbortSignal.timeout(longestRequest)]),
  );
}

async function confirm({ shown, warning = "" }: TokenServer): Promise<boolean> {
  const yes = l10n.t("Send There Too");
  const question = l10n.t("Send the credential to {0} too?", shown);
  return (await window.showWarningMessage(question, { modal: true, detail: warning }, yes)) === yes;
}
