import { Module } from '@nestjs/common';
import { QueryClassifier } from './query.classifier.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';

@Module({ controllers: [QueryController], providers: [QueryService, QueryClassifier] })
export class QueryModule {}
