/** One file of policies; `name` is its file name without a folder. */
export interface PolicyFile {
  name: string;
  text: string;
}

/** Everything that decides: policies by file name, and the words that they may use. Stored as it stands. */
export interface PolicyFiles {
  /** Null = there is no schema, and nothing can be checked. */
  schema: string | null;
  files: readonly PolicyFile[];
}

/** The file that says what policies may ask about. */
export const policySchemaFile = 'schema.cedarschema';
