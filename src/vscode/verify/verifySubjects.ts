import { type CancellationToken, env, l10n, ProgressLocation, Uri, window, workspace } from "vscode";
import type { FileField } from "../../core/file/tls.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { curlLines } from "../../core/verify/curl.ts";
import type { Verification } from "../../core/verify/exchange.ts";
import { nodeSend } from "../../core/verify/nodeSend.ts";
import type { Send } from "../../core/verify/send.ts";
import { deliversImage, planLines, type Subject, verificationLines, verifySubject } from "../../core/verify/subject.ts";
import type { VerifyTarget } from "../../core/verify/target.ts";
import type { TokenServer } from "../../core/verify/tokenServer.ts";
import { type NetworkModules, networkModules } from "./nodeModules.ts";

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
  const progress = {
    location: ProgressLocation.Notification,
    cancellable: true,
    title: l10n.t("Verifying credentials"),
  };
  const lines = await window.withProgress(progress, async (_, token) => {
    const found: { readonly lines: readonly string[]; readonly isProven: boolean }[] = [];
    for (const subject of subjects) {
      const verification = await verified(subject, modules, { token, skips: answer === unchecked });
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

async function verified(
  subject: Subject,
  modules: NetworkModules,
  { token, skips }: { readonly token: CancellationToken; readonly skips: boolean },
): Promise<Verification> {
  const target = "target" in subject ? subject.target : undefined;
  const send = await sender(target, modules, token, skips);
  const confirm = async ({ shown, warning = "" }: TokenServer): Promise<boolean> => {
    const yes = l10n.t("Send There Too");
    const question = l10n.t("Send the credential to {0} too?", shown);
    return (await window.showWarningMessage(question, { modal: true, detail: warning }, yes)) === yes;
  };
  return verifySubject(subject, { send, confirm, sign: modules.sign });
}

/** Returns a function that sends, with the TLS files of a registry that are on the computer of this extension host. */
async function sender(
  target: VerifyTarget | undefined,
  modules: NetworkModules,
  token: CancellationToken,
  skips: boolean,
): Promise<Send> {
  const pem = async (field: FileField): Promise<string | undefined> => {
    const path = target?.files.find(({ key }) => key === field)?.text;
    // Two slashes are a network share on Windows, and looking there would be a request of its own.
    if (path === undefined || /^[\\/]{2}/.test(path)) return undefined;
    try {
      return new TextDecoder().decode(await workspace.fs.readFile(Uri.file(path)));
    } catch {
      return undefined;
    }
  };
  const [ca, cert, key] = await Promise.all([pem("ca_file"), pem("cert_file"), pem("key_file")]);
  const { tls } = modules;
  const trusted = {
    ca: ca === undefined ? undefined : [...(tls.getCACertificates?.("default") ?? tls.rootCertificates), ca],
    cert,
    key,
    skipVerification: skips && target?.skipsVerification === true,
  };
  const cancelled = new AbortController();
  token.onCancellationRequested(() => cancelled.abort());
  return nodeSend(modules, trusted, () => AbortSignal.any([cancelled.signal, AbortSignal.timeout(longestRequest)]));
}
