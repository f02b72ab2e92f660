import { storeContract } from '../../test/suites/store-contract.ts';
import { storeLedgerContract } from '../../test/suites/store-ledger-contract.ts';
import { describeEngines } from '../../test/support/stores.ts';

describeEngines('the store', storeContract);
describeEngines('the store’s ledgers', storeLedgerContract);
