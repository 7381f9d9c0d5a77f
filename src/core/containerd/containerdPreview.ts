import { maskedError } from "../display/masked.ts";
import type { RegistriesFile } from "../file/file.ts";
import { namingProduct } from "../file/namingProduct.ts";
import { describeTarget } from "../file/release.ts";
import { templateRemark } from "../yaml/template.ts";
import { containerdFiles, writesNoHostsToml } from "./containerdFiles.ts";
import type { NodeOptions } from "./hostsFiles.ts";

/** What k3s writes for containerd of a registries.yaml, to be read beside it; secrets are masked. */
export interface ContainerdPreview {
  /** Remarks that stand before the files, a line each. */
  readonly remarks: readonly string[];
  /** The files one after the other, each after its name in a comment. */
  readonly text: string;
  /** Where in `text` the file of a registry begins, in UTF-16 offsets, by its key; the credentials are under `""`. */
  readonly starts: ReadonlyMap<string, number>;
}

/** @param text any text; what k3s can't read gives a remark and no files */
export function containerdPreview(file: RegistriesFile, options: NodeOptions): ContainerdPreview {
  const { remarks, ...preview } = previewOf(file, options);
  return { ...preview, remarks: remarks.map(namingProduct(options.target ?? {}, file)) };
}

function previewOf({ doc, reading }: RegistriesFile, options: NodeOptions): ContainerdPreview {
  const starts = new Map<string, number>();
  if (!reading.ok)
    return {
      remarks: [`k3s can't read this file, so it writes nothing: ${maskedError(reading).replace(/\s+/g, " ")}`],
      text: "",
      starts,
    };
  const files = containerdFiles(reading.registry, options, "masked");
  if (files.length === 0) return { remarks: ["k3s writes nothing for containerd of this file."], text: "", starts };
  let shown = "";
  for (const { path, registry, text } of files) {
    if (shown !== "") shown += "\n";
    starts.set(registry ?? "", shown.length);
    shown += `# ${path.replace(/[\r\n]+/g, " ")}\n${text}`;
  }
  const remarks = [
    "The files that k3s writes for containerd in agent/etc/containerd of its data directory, with secrets masked.",
    ...(writesNoHostsToml(options.target ?? {})
      ? [
          `${describeTarget(options.target ?? {})} writes all of this to config.toml. It is shown as later releases write it.`,
        ]
      : []),
    ...(doc.template ? [templateRemark] : []),
  ];
  return { remarks, text: shown, starts };
}

/**
 * The registry whose file shows what stands at a place: the key of the mirror or of the entry of `configs` there.
 *
 * @param offset UTF-16 offset of `text`
 * @returns `undefined` outside of every entry
 */
export function registryAt({ doc, mirrors, configs }: RegistriesFile, offset: number): string | undefined {
  const entries = [
    ...mirrors.map(({ registry, path }) => ({ key: registry, path })),
    ...configs.map(({ host, path }) => ({ key: host, path })),
  ];
  return entries.find(({ path }) => {
    const end = doc.span(path).end;
    return doc.span(path, "key").start <= offset && offset <= end;
  })?.key;
}
