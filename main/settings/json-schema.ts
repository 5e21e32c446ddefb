import { z } from 'zod';
import { CONFIG_SCHEMA } from './schema.ts';

/**
 * The properties of a configuration file as JSON Schema says them. Rules between fields (an anchor's family, two of
 * one kind) are beyond it: the schema itself checks those.
 */
export function configJsonSchema(): Readonly<Record<string, object>> {
  const { properties = {} } = z.toJSONSchema(CONFIG_SCHEMA, { io: 'input' });
  const schemas: Record<string, object> = {};
  for (const [key, value] of Object.entries(properties)) if (typeof value === 'object') schemas[key] = value;
  return schemas;
}
