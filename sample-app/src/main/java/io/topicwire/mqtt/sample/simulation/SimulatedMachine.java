package io.topicwire.mqtt.sample.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.topicwire.mqtt.sample.MachineState;

/**
 * How warm a machine is: warms up to 120 °C while it runs; told to cool down, it cools to
 * 60 °C and runs again. Knows no MQTT. Not thread-safe.
 */
class SimulatedMachine {

	private static final double COOL = 60;

	private static final double HOTTEST = 120;

	private static final double COOLING_PER_SECOND = 2.5;

	/**
	 * How far the frequencies of {@link #vibrate()} are from each other, in Hz.
	 */
	static final int HERTZ_PER_STEP = 10;

	private static final int STEPS = 16;

	private final RandomGenerator random;

	private final int resonance;

	private double celsius;

	private double warmingPerSecond;

	private MachineState state = MachineState.RUNNING;

	SimulatedMachine(RandomGenerator random) {
		this.random = random;
		this.resonance = this.random.nextInt(2, STEPS - 2);
		this.celsius = COOL + this.random.nextDouble(10);
		this.warmingPerSecond = nextWarming();
	}

	// From 60 °C it takes between 25 and 75 seconds to get over 90 °C
	private double nextWarming() {
		return this.random.nextDouble(0.4, 1.2);
	}

	void advance(Duration time) {
		double seconds = time.toNanos() / 1e9;
		if (this.state == MachineState.COOLING) {
			this.celsius -= COOLING_PER_SECOND * seconds;
			if (this.celsius <= COOL) {
				this.state = MachineState.RUNNING;
				this.warmingPerSecond = nextWarming();
			}
		}
		else {
			this.celsius = Math.min(this.celsius + this.warmingPerSecond * seconds, HOTTEST);
		}
	}

	void coolDown() {
		this.state = MachineState.COOLING;
	}

	MachineState state() {
		return this.state;
	}

	/**
	 * Measure the temperature, which is never quite exact.
	 * @return the temperature in °C
	 */
	double measure() {
		return Math.round((this.celsius + this.random.nextGaussian(0, 0.2)) * 10) / 10.0;
	}

	/**
	 * Measure the vibrations: a noise, and most around one frequency that each machine
	 * has of its own, the more the warmer it is.
	 * @return how fast it moves to and fro in mm/s, at 10 Hz, 20 Hz and so on
	 */
	List<Float> vibrate() {
		double strength = 1 + Math.max(0, this.celsius - COOL) / 10;
		return IntStream.range(0, STEPS).mapToObj((step) -> {
			double peak = strength / (1 + 2 * Math.abs(step - this.resonance));
			return (float) (Math.round((peak + this.random.nextDouble(0.3)) * 100) / 100.0);
		}).toList();
	}

}
