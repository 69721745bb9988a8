// count.mjs <results folder> [failed step...]: adds up the test results; a step that failed without a failed test counts as one.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const failedIn = { dotnet: 0, web: 0 };

for (const file of readdirSync(folder).filter((name) => name.endsWith('.trx'))) {
  const text = readFileSync(join(folder, file), 'utf8');
  for (const [, outcome] of text.matchAll(/<UnitTestResult\b[^>]*\boutcome="(\w+)"/g)) {
    if (outcome === 'Passed') total.passed++;
    else if (outcome === 'NotExecuted') total.skipped++;
    else failedIn.dotnet++;
  }
}

const web = join(folder, 'web.json');
if (existsSync(web)) {
  const result = JSON.parse(readFileSync(web, 'utf8'));
  total.passed += result.numPassedTests;
  total.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  failedIn.web += result.numFailedTests;
}

total.failed = failedIn.dotnet + failedIn.web;
for (const step of failedSteps) {
  const explained = (step === 'tests' && failedIn.dotnet > 0) || (step === 'web: tests' && failedIn.web > 0);
  if (!explained) total.failed++;
}
if (failedSteps.length > 0) console.log(`failed: ${failedSteps.join(', ')}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
