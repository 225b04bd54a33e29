/** Room bookings: the aggregate that docs/ENGINE.md builds from nothing. */
package io.ledger.guide;
