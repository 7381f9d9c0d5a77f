import { l10n, Uri } from "vscode";
import type { FileRegion } from "../../core/carriers/region.ts";
import { maskedSides, maskedTexts } from "../../core/convert/changePreview.ts";
import { carrierSecrets } from "../../core/display/carrierSecrets.ts";
import { namedHosts } from "../../core/file/namedHosts.ts";
import { openRegistries } from "../../core/file/openRegistries.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { conversionSettings } from "../conversionSettings.ts";
import { type Destination, destinationDocument } from "../destination.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { carrierOf, regionIn } from "../openedRegistries.ts";
import { regionIndex } from "../regionUri.ts";
import type { MaskedTexts } from "./previewDiff.ts";
import type { ConverterSession } from "./session.ts";
import { type Surroundings, sessionConversion } from "./state.ts";

/** The destination that is chosen. */
export function destinationOf({ destination }: ConverterSession): Destination {
  return destination === "" ? { kind: "new" } : { kind: "existing", uri: Uri.parse(destination) };
}

/** What is known of the destination; `undefined` for a new file, and one that is no longer there. */
export async function openedDestination(
  session: ConverterSession,
): Promise<Pick<Surroundings, "existing" | "inside"> & { readonly region: FileRegion | undefined }> {
  const destination = destinationOf(session);
  const index = destination.kind === "existing" ? regionIndex(destination.uri) : undefined;
  const document = await Promise.resolve(destinationDocument(destination)).catch(() => undefined);
  const region = document && regionIn(document, index)?.region;
  const carrier = index === undefined ? undefined : document && carrierOf(document);
  return { region, existing: region?.file, inside: carrier && index !== undefined ? { carrier, index } : undefined };
}

/** What a conversion of a session goes by, besides the session. */
export async function surroundingsOf(
  session: ConverterSession,
  settings: LintSettingsProvider,
  recent: readonly string[],
): Promise<Surroundings> {
  const { region, existing, inside } = await openedDestination(session);
  const inDestination = existing === undefined ? [] : namedHosts(existing);
  const own = await conversionSettings(settings, destinationOf(session));
  const { target: reader = own.reader } = region ? regionSettings(region, { target: own.reader }) : {};
  return { existing, inside, inDestination, recent, settings: { ...own, reader } };
}

/** The destination before and after, with secrets masked; `undefined` while nothing can be written. */
export function maskedSidesOf(session: ConverterSession, surroundings: Surroundings): MaskedTexts | undefined {
  const conversion = sessionConversion(session, surroundings);
  if (!conversion?.ok) return undefined;
  const { existing, inside } = surroundings;
  const marks = { old: l10n.t("(old)"), new: l10n.t("(new)") };
  return inside && "carrier" in conversion
    ? maskedTexts(carrierSecrets(inside.carrier), carrierSecrets(conversion.carrier), marks)
    : maskedSides(existing ?? openRegistries(""), conversion.edits, marks);
}
