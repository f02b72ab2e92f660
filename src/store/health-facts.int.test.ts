import { healthFactsContract } from '../../test/suites/health-facts-contract.ts';
import { describeEngines } from '../../test/support/stores.ts';

describeEngines('the facts of a health score', healthFactsContract);
