// The HTTP wire: the same calls as plain requests under /api, and their description in /api/openapi.json.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin } from '@orpc/server/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { AppContext } from '../../core/app.ts';
import { version } from '../../core/version.ts';
import { hideUnexpectedErrors, onlyUploadedFiles } from './call-guards.ts';
import type { ServedRouter } from './served-router.ts';

export interface OpenApiWire {
  /** Answers a request below /api; false = no such call, nothing has been sent. */
  handle(request: IncomingMessage, response: ServerResponse, context: AppContext): Promise<boolean>;
  /** The OpenAPI 3.1 document of all calls, as JSON. */
  document(): Promise<string>;
}

const prefix = '/api';

export function createOpenApiWire(options: {
  router: ServedRouter;
  uploadsDir: string;
  log: (entry: string) => void;
}): OpenApiWire {
  const handler = new OpenAPIHandler<AppContext>(options.router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: 16 * 1024 * 1024 })],
    clientInterceptors: [hideUnexpectedErrors(options.log), onlyUploadedFiles(options.uploadsDir)],
  });
  let document: Promise<string> | undefined;
  return {
    async handle(request, response, context) {
      const { matched } = await handler.handle(request, response, { prefix, context });
      return matched;
    },
    document() {
      document ??= describeCalls(options.router);
      return document;
    },
  };
}

async function describeCalls(router: ServedRouter): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(router, {
    info: {
      title: '两高指挥舱 Lianggao Command Centre',
      version,
      description:
        'The calls that the screens themselves use. Errors answer with { code, message, data }; ' +
        'data of REFUSED and NOT_FOUND holds the sentence in Chinese (zh) and English (en). ' +
        'A POST under a session cookie needs an Origin header equal to the address of this program.',
    },
    servers: [{ url: prefix }],
    security: [{ bearer: [] }, { session: [] }],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of the start address, where it was made reusable.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'lianggao-<port>',
          description: 'Set when a browser opens the start address.',
        },
      },
    },
  });
  return JSON.stringify(document);
}
