import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** `GET /docs` for people, `GET /docs-json` for programs. */
export function serveApiDocuments(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setTitle('HydrogenAI demo')
    .setDescription('Questions answered through failover between providers, with a cache, limits and health.')
    .setVersion('0.1.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'A key that the demo has printed at its start.',
    })
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config));
}
