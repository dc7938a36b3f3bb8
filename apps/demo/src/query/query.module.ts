import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { QueryClassifier } from './query.classifier.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';

@Module({
  imports: [AccessModule],
  controllers: [QueryController],
  providers: [QueryService, QueryClassifier],
})
export class QueryModule {}
