import { l10n } from "vscode";
import type { CredentialKind } from "../../core/credentials/credential.ts";
import type { ConverterTexts } from "../../webview/protocol/converter.ts";

/** The page's own words, in the user's language. */
export function converterTexts(): ConverterTexts {
  return {
    title: l10n.t("Convert credentials to registries.yaml"),
    intro: l10n.t(
      "Start with a credential: a Google service-account key, a Docker config.json, a pull secret, a token file, or a username and password.",
    ),
    credentialsHeading: l10n.t("Credentials"),
    addFiles: l10n.t("Add Files…"),
    useOpenEditor: l10n.t("Use Open Editor"),
    typeCredential: l10n.t("Type a Password…"),
    remove: l10n.t("Remove"),
    warning: l10n.t("Warning:"),
    noHosts: l10n.t("No registry yet"),
    search: l10n.t("Search by host, city or country"),
    addHost: l10n.t("Another registry host"),
    add: l10n.t("Add"),
    noMatch: l10n.t("No registry matches. Add its host below."),
    moreHosts: l10n.t("More Registries"),
    chosenOnly: l10n.t("Selected Registries Only"),
    optionsHeading: l10n.t("Options"),
    destination: l10n.t("Write to"),
    mirrors: l10n.t("Also write mirrors entries"),
    keyForm: l10n.t("Write a Google key as"),
    keyFormJson: l10n.t("JSON in quotes (_json_key)"),
    keyFormBase64: l10n.t("Base64 without quotes (_json_key_base64)"),
    keyFormNote: l10n.t("Secret scanners don't recognize a key in base64, so a leaked file may go unnoticed."),
    chooseProduct: l10n.t("Choose Target…"),
    previewHeading: l10n.t("Preview"),
    conflictsHeading: l10n.t("Credentials that will be replaced"),
    conflictOld: l10n.t("Now"),
    conflictNew: l10n.t("Then"),
    masked: l10n.t("Secrets are masked here."),
    previewChanges: l10n.t("Preview Changes"),
    verify: l10n.t("Verify…"),
    insert: l10n.t("Insert"),
    createFile: l10n.t("Create File"),
    copy: l10n.t("Copy"),
    copyHint: l10n.t("Copies the whole file, including secrets"),
    doneHeading: l10n.t("Done"),
    nextSteps: l10n.t("Next Steps"),
  };
}

/** Returns the kind of a credential, in words. */
export function kindName(kind: CredentialKind): string {
  const names: Readonly<Record<CredentialKind, string>> = {
    "google-key": l10n.t("Google service-account key"),
    "docker-config": l10n.t("Docker config"),
    "kubernetes-secret": l10n.t("Kubernetes pull secret"),
    "ecr-token": l10n.t("Amazon ECR token"),
    "acr-credential": l10n.t("Azure Container Registry credential"),
    "harbor-robot": l10n.t("Harbor robot account"),
    "gitlab-deploy-token": l10n.t("GitLab deploy token"),
    "user-password": l10n.t("User and password"),
  };
  return names[kind];
}
