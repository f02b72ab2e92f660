import type { Pack, PackAudience } from './account-pack.ts';

/** What a file of ours can be written as. */
export const artifactFormats = ['pptx', 'pdf', 'md', 'csv'] as const;
export type ArtifactFormat = (typeof artifactFormats)[number];

/** What browsers and mail programs are told each format is. */
export const artifactTypes: Readonly<Record<ArtifactFormat, string>> = {
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  pdf: 'application/pdf',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

/** A file that we made: never changed, and known by the hash of its bytes. */
export interface Artifact {
  id: string;
  kind: string;
  account: string | null; // null = it is about all customers
  /** What it is of: the account's id, the month `2026-10`, the id of a digest. */
  subject: string;
  /** 1, 2, 3 for each kind and subject; the formats of one version say the same. */
  version: number;
  format: ArtifactFormat;
  audience: PackAudience;
  asOf: Date;
  knownAt: number;
  /** Bytes. */
  size: number;
  sha256: string;
  /** Of what it says, whatever the format. */
  contentDigest: string;
  madeBy: string;
  madeAt: Date;
}

/** Where the bytes of artifacts lie. */
export interface ArtifactStorage {
  /** Where that is, for people: a folder, a bucket. */
  place: string;
  /** Keeps all of the bytes under a name, or none. @throws {HoldfastError} HF_STORAGE_FAILED */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Null = nothing of this name is there. @throws {HoldfastError} HF_STORAGE_FAILED */
  read(name: string): Promise<Uint8Array | null>;
  remove(name: string): Promise<void>;
}

/** Where objects go, as the operator's environment says it. */
export interface S3Settings {
  /** Null = the service of the region's own cloud */
  endpoint: string | null;
  bucket: string;
  region: string;
  keys: { id: string; secret: string; session: string | null };
}

/** Reads the bytes of an artifact; null = they are gone. Throws when their place does not answer. */
export type ArtifactReader = (artifact: { id: string; fileName: string }) => Promise<Uint8Array | null>;

/** What a writer knows besides the pack. */
export interface PackWriting {
  version: number;
  /** A full address that opens for whoever has it; null = this pack names no page of ours */
  linkTo: ((path: string) => string) | null;
  /** The last day on which those addresses open. */
  linksUntil: string | null;
}

/** Writes a pack in one format: the same pack gives the same bytes. */
export type PackWriter = (pack: Pack, writing: PackWriting) => Promise<Uint8Array>;

/** What use cases need to make artifacts. */
export interface ArtifactPorts {
  storage: ArtifactStorage;
  writers: Readonly<Record<ArtifactFormat, PackWriter>>;
  /** A full, signed address of one of our pages. */
  linkTo(path: string, expiresOn?: string): string;
}

/** The page that hands an artifact out. */
export function artifactUrl(id: string): string {
  return `/artifacts/${id}`;
}

/** Under which name the storage has it. */
export function storedName({ id, format }: Pick<Artifact, 'id' | 'format'>): string {
  return `${id}.${format}`;
}

/** A name that every file system and mail program takes: `acme-qbr-v3.pptx`, `2026-10-scorecard-v1.pdf`. */
export function fileNameOf({
  subject,
  kind,
  version,
  format,
}: Pick<Artifact, 'subject' | 'kind' | 'version' | 'format'>): string {
  const plain = subject
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60)
    .replace(/-+$/, '');
  return `${plain || 'account'}-${kind}-v${version}.${format}`;
}
