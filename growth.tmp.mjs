import 'reflect-metadata';
import { AiCacheModule, AiCacheService } from '@hydrogenai/ai-cache';
import { NestFactory } from '@nestjs/core';
const N=+process.argv[2];
const app=await NestFactory.createApplicationContext(AiCacheModule.forRoot({l1:{maxBytes:2*1024**3},ttl:'1h'}),{logger:false});
const c=app.get(AiCacheService);
let t=performance.now();
for(let n=0;n<N;n++)await c.set({namespace:'bench',key:`question:${n}`},n);
console.log('put µs',1e3*(performance.now()-t)/N);
const keys=Array.from({length:1000},(_,n)=>`question:${N/2+n}`);
for(let r=0;r<5;r++){t=performance.now();for(let i=0;i<1e6;i++)await c.getOrCompute({namespace:'bench',key:keys[i%1000]},()=>{throw 1});console.log('hit ns',performance.now()-t);}
console.log(c.stats().l1);
await app.close();
