/** Why images of another registry are not at a cloud provider's registry under their own names. */
export type CloudRegistry =
  /** Every customer has a namespace in it, so a name means another image or none; some have an accelerator besides. */
  | { readonly kind: "shared"; readonly accelerator: string | undefined }
  /** Artifact Registry: every name starts with a project and a repository. */
  | { readonly kind: "project" }
  /** ECR: repositories of one account, where a pull-through cache has a prefix. */
  | { readonly kind: "account" };

/**
 * By host. Instances that a customer may fill as they like (Harbor, `*.azurecr.io`, `*.cr.aliyuncs.com`,
 * `*.tencentcloudcr.com`, `*.cr.volces.com`, `*.jcr.service.jdcloud.com`) can mirror another registry, and so can the
 * accelerators (`ID.mirror.aliyuncs.com`, `mirror.ccs.tencentyun.com`, `ID.mirror.swr.myhuaweicloud.com`,
 * `mirror.baidubce.com`, `hub-mirror.c.163.com`, `mirror.gcr.io`). Sources: Alibaba Cloud, "Accelerate the pulls of
 * Docker official images"; Tencent Cloud, "Installing Docker" (its mirror); Huawei Cloud, "Configuring a Pull
 * Accelerator"; Google Cloud, "Artifact Registry: repository and image names"; AWS, "Customizing repository prefixes for
 * ECR to ECR pull through cache".
 */
const cloudRegistries: readonly (readonly [host: RegExp, registry: CloudRegistry])[] = [
  [
    /^registry(?:-vpc|-internal)?\.(?:[a-z]{2}-[a-z\d-]+\.)?aliyuncs\.com$/,
    { kind: "shared", accelerator: "ID.mirror.aliyuncs.com" },
  ],
  [/^[a-z]*ccr\.ccs\.tencentyun\.com$/, { kind: "shared", accelerator: "mirror.ccs.tencentyun.com" }],
  [/^swr\.[a-z]{2}-[a-z\d-]+\.myhuaweicloud\.com$/, { kind: "shared", accelerator: "ID.mirror.swr.myhuaweicloud.com" }],
  [/^(?:registry|hub)\.baidubce\.com$/, { kind: "shared", accelerator: "mirror.baidubce.com" }],
  [
    /^(?:hub\.c\.163\.com|uhub\.service\.ucloud\.cn|registry\.digitalocean\.com|cr\.yandex)$/,
    { kind: "shared", accelerator: undefined },
  ],
  [
    /^(?:[a-z]{3}\.ocir\.io|[a-z]{2}\.icr\.io|rg\.[a-z]{2}-[a-z]{3}\.scw\.cloud)$/,
    { kind: "shared", accelerator: undefined },
  ],
  [/^(?:[a-z\d-]+-)?docker\.pkg\.dev$/, { kind: "project" }],
  [/^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z\d-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/, { kind: "account" }],
];

/** @param host in lower case, without a port */
export function cloudRegistry(host: string): CloudRegistry | undefined {
  return cloudRegistries.find(([pattern]) => pattern.test(host))?.[1];
}
