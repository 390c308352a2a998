package io.consilium.department;

/**
 * One specialist of a department.
 *
 * @param number counted from 1
 * @param pool pool of workers that serve the seat; empty for the department's own
 */
public record Seat(int number, String doctor, double temperature, String pool) {}
