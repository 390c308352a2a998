/** The doctors: what they are asked, how they are reached, and how their reply is read. */
package io.consilium.model.doctor;
