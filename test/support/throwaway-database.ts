import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own on a server, and how to throw it away. */
export interface ThrowawayDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * Creates a database.
 * @param adminUrl - a role that may create databases
 * @param template - the database that it is a copy of; without one it is empty
 */
export async function createThrowawayDatabase(
  adminUrl: string,
  template = 'template1',
): Promise<ThrowawayDatabase> {
  const name = `holdfast_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `create database ${name} template ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => administer(adminUrl, `drop database ${name} with (force)`) };
}

/** Runs one statement as whoever the URL names. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
