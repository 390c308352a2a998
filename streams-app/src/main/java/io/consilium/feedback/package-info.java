/** What clinicians confirm about cases becomes samples: a pure function of events, and its topology. */
package io.consilium.feedback;
