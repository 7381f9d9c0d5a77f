import { l10n } from "vscode";
import { withExpressions } from "../../core/carriers/region.ts";
import { shownHost } from "../../core/display/shown.ts";
import { readerName } from "../../core/file/release.ts";
import { parseImage } from "../../core/images/reference.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import type { LintSettings } from "../../core/lint/rule.ts";
import { type AttemptCredential, credentialLines } from "../../core/pull/credential.ts";
import { wildcardSentence } from "../../core/pull/mirror.ts";
import { pullPlan } from "../../core/pull/plan.ts";
import type { PlanNote, PullAttempt, PullPlan } from "../../core/pull/pullPlan.ts";
import { planSummary, unreadableSummary } from "../../core/pull/summary.ts";
import { explainErrors } from "../../core/pullErrors/explainError.ts";
import type { PullError } from "../../core/pullErrors/pullError.ts";
import type { ExplainState, FactView, NoteView, StepCredentialView, StepView } from "../../webview/protocol/explain.ts";
import type { OpenedRegion } from "../openedRegistries.ts";
import { errorViews, type OfferedFix } from "./errorViews.ts";
import { createPlaces, type LinkedPlace, type Places } from "./places.ts";
import { explainTexts } from "./texts.ts";

/** The input of an explanation. */
export interface Explained {
  /** The image as it was typed. */
  readonly image: string;
  readonly example: boolean;
  readonly source: string;
  /** `undefined` when it is not there any more. */
  readonly opened: OpenedRegion | undefined;
  /** A remark about the file. */
  readonly remark: string | undefined;
  /** The errors of the pull that are explained with it. */
  readonly errors: readonly PullError[];
  /** What the last check of the nodes tells of them. */
  readonly nodeRemarks: readonly string[];
  /** The linter's settings for the file: how the nodes run. */
  readonly settings: LintSettings;
}

/** The page's state, and the targets of its links and buttons, by number. */
export interface Shown {
  readonly state: ExplainState;
  readonly places: readonly LinkedPlace[];
  readonly fixes: readonly OfferedFix[];
}

/** Puts together what the page shows. Only what core lets be shown goes into the state. */
export function explainState({ errors, nodeRemarks, ...explained }: Explained): Shown {
  const { opened, settings } = explained;
  const places = createPlaces(opened);
  const fixes: OfferedFix[] = [];
  const own = opened ? regionSettings(opened.region, settings) : settings;
  const explanations = explainErrors(errors, opened?.region.file, own);
  const views = errorViews(explanations, opened && places, ({ title, edits }) => {
    const written = opened?.write(edits) ?? [];
    return written.length === 0 ? undefined : fixes.push({ title, edits: written }) - 1;
  }).map((view) => ({ ...view, remarks: [...view.remarks, ...nodeRemarks] }));
  const { texts, ...state } = pullState({ ...explained, settings: own }, places);
  const title = views.length > 0 ? l10n.t("Why the pull fails") : texts.title;
  const shown = { ...state, errors: views, texts: { ...texts, title } };
  return {
    state: opened ? withExpressions(shown, (text) => opened.region.shown(text)) : shown,
    places: places.list,
    fixes,
  };
}

type PullExplained = Omit<Explained, "errors" | "nodeRemarks">;

function pullState(
  { image, example, source, opened, remark, settings }: PullExplained,
  places: Places,
): Omit<ExplainState, "errors"> {
  const reading = parseImage(image);
  const base = {
    type: "state",
    image,
    // An error that names no image is explained without one.
    imageProblem: reading.ok || image === "" ? undefined : reading.problem,
    example,
    asksImage: opened !== undefined,
    source,
    problem: remark === undefined ? undefined : { text: remark, link: undefined },
    summary: "",
    notes: [],
    steps: [],
    texts: explainTexts(),
  } as const satisfies Omit<ExplainState, "errors">;
  if (!opened || !reading.ok) return base;
  const result = pullPlan(opened.region.file, reading.image, settings);
  if (!result.ok) {
    const reader = opened.region.reader === "k3d" ? "k3d" : (readerName(settings.target ?? {}) ?? "k3s");
    const problem = {
      text: result.problem,
      link: places.link({ offset: result.offset }, l10n.t("what {0} can't read", reader)),
    };
    return { ...base, problem, summary: unreadableSummary(settings.target ?? {}, opened.region.file) };
  }
  const { plan } = result;
  const notes = [...(plan.stopped ? [plan.stopped] : []), ...plan.notes].map((note) => noteView(note, places));
  return { ...base, summary: planSummary(plan), notes, steps: steps(plan, places) };
}

function steps(plan: PullPlan, places: Places): readonly StepView[] {
  const { attempts } = plan;
  const mirrors = attempts.filter(({ kind }) => kind === "mirror");
  return [
    imageStep(plan),
    mirrorStep(plan, places),
    ...attempts.map((attempt) => {
      const number = mirrors.indexOf(attempt) + 1;
      return attemptStep(attempt, plan, { number, count: mirrors.length }, places);
    }),
  ];
}

function imageStep({ image: { registry, repository, tag, digest, text } }: PullPlan): StepView {
  const facts = [
    fact(l10n.t("Registry"), registry),
    fact(l10n.t("Repository"), repository),
    ...(tag === undefined ? [] : [fact(l10n.t("Tag"), tag)]),
    ...(digest === undefined ? [] : [fact(l10n.t("Digest"), digest)]),
  ];
  return { ...bare, kind: "image", label: l10n.t("Image"), title: text, facts };
}

function mirrorStep({ mirror, noMirror, image }: PullPlan, places: Places): StepView {
  const label = l10n.t("Mirror");
  if (!mirror) {
    const notes = noMirror ? [noteView(noMirror, places)] : [];
    return { ...bare, kind: "no-mirror", label, title: l10n.t("None"), notes };
  }
  const title = mirror.registry === "*" ? '"*"' : shownHost(mirror.registry);
  const notes = mirror.registry === "*" ? [{ text: wildcardSentence(image.registry), link: undefined }] : [];
  return { ...bare, kind: "mirror", label, title, link: places.link(mirror, title), notes };
}

function attemptStep(
  { kind, path, host, scheme, requests, tls, credential, notes }: PullAttempt,
  { image }: PullPlan,
  { number, count }: { readonly number: number; readonly count: number },
  places: Places,
): StepView {
  const facts: FactView[] = [];
  for (const { url, repository, rewrite } of requests) {
    if (rewrite)
      facts.push({
        ...fact(l10n.t("Rewrite"), l10n.t("{0} → {1}", image.repository, repository)),
        link: places.link({ path: rewrite }, l10n.t("the rewrite")),
      });
    facts.push(fact(l10n.t("Requests"), url));
  }
  const tlsLink = tls && places.link(tls, l10n.t("the TLS settings"));
  const tlsFacts = [
    ...(tls?.files ?? []).map(({ key, text }) => fact(key, text ?? l10n.t("not shown here"), text !== undefined)),
    ...(tls?.skipsVerification ? [fact(l10n.t("Certificate"), l10n.t("is not verified"), false)] : []),
  ];
  facts.push(...tlsFacts.map((one, index) => (index === 0 ? { ...one, link: tlsLink } : one)));
  const labels = {
    mirror: count === 1 ? l10n.t("Endpoint of the mirror") : l10n.t("Endpoint {0} of {1}", number, count),
    embedded: l10n.t("Embedded registry of the node"),
    registry: l10n.t("The registry itself"),
  };
  return {
    kind: kind === "mirror" ? "endpoint" : kind,
    label: labels[kind],
    title: `${/^https?$/.test(scheme) ? scheme : "…"}://${host}`,
    link: path && places.link({ path }, host),
    facts,
    notes: notes.map((note) => noteView(note, places)),
    credential: credentialView(credential, places),
  };
}

function credentialView(credential: AttemptCredential, places: Places): StepCredentialView {
  const { kind } = credential;
  const lines = credentialLines(credential);
  if (kind === "node")
    return {
      kind,
      mark: undefined,
      title: l10n.t("The node's own certificate"),
      lines,
      link: undefined,
    };
  const link = credential.path && places.link({ path: credential.path }, l10n.t("the credential"));
  const none = { title: "", link } as const;
  if (kind === "unknown")
    return { ...none, kind: "sent", mark: undefined, title: l10n.t("Filled in by a template"), lines };
  if (kind === "anonymous") return { ...none, kind, mark: l10n.t("ANONYMOUS"), lines };
  if (kind === "unreadable")
    return {
      ...none,
      kind,
      mark: l10n.t("NOT READABLE"),
      lines,
    };
  const titles = {
    user: credential.user === undefined ? l10n.t("A user whose name is hidden") : l10n.t("User {0}", credential.user),
    "identity-token": l10n.t("Identity token"),
    template: l10n.t("Filled in by a template"),
  };
  return {
    kind: "sent",
    mark: undefined,
    title: titles[kind],
    lines,
    link,
  };
}

function noteView({ text, path }: PlanNote, places: Places): NoteView {
  return { text, link: path && places.link({ path }, text) };
}

function fact(name: string, value: string, code = true): FactView {
  return { name, value, code, link: undefined };
}

const bare = { link: undefined, facts: [], notes: [], credential: undefined } as const;
