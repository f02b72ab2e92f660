/** Names of members by id. */
export type Names = ReadonlyMap<string, string>;

/** A member by name; who is not among the names is called by the id. @param id - null = nobody */
export function who(id: string | null, names: Names, nobody = 'nobody'): string {
  return id === null ? nobody : (names.get(id) ?? id);
}
