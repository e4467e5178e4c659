package io.topicwire.mqtt.sample.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;

import io.topicwire.mqtt.sample.MachineId;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Runs the simulated machines: the last to start and the first to stop, so that the
 * monitor misses nothing.
 */
@Component
@ConditionalOnBooleanProperty(name = "sample.simulation.enabled", matchIfMissing = true)
class Simulation implements SmartLifecycle {

	private final SimulationProperties properties;

	private final DeviceFactory deviceFactory;

	private final TaskScheduler taskScheduler;

	private Map<String, Device> devices = Collections.emptyMap();

	private @Nullable ScheduledFuture<?> ticks;

	Simulation(SimulationProperties properties, DeviceFactory deviceFactory, TaskScheduler taskScheduler) {
		this.properties = properties;
		this.deviceFactory = deviceFactory;
		this.taskScheduler = taskScheduler;
	}

	@Override
	public synchronized void start() {
		Map<String, Device> devices = new LinkedHashMap<>();
		this.properties.machines()
			.forEach((machine) -> devices.put(machine,
					this.deviceFactory.create(new MachineId(this.properties.plant(), machine))));
		devices.values().forEach(Device::start);
		Duration time = Duration.ofNanos((long) (this.properties.interval().toNanos() * this.properties.speed()));
		this.ticks = this.taskScheduler.scheduleAtFixedRate(
				() -> devices.values().forEach((device) -> device.tick(time)), this.properties.interval());
		this.devices = devices;
	}

	@Override
	public synchronized void stop() {
		if (this.ticks != null) {
			this.ticks.cancel(false);
			this.ticks = null;
		}
		this.devices.values().forEach(Device::close);
		this.devices = Collections.emptyMap();
	}

	/**
	 * Return the device of a machine.
	 * @param machine the name of the machine
	 * @return the device, or {@code null} if there is none of this name
	 */
	synchronized @Nullable Device device(String machine) {
		return this.devices.get(machine);
	}

	/**
	 * Cut the connection of a device for a while.
	 * @param device the device
	 */
	void pullCable(Device device) {
		device.pullCable();
		this.taskScheduler.schedule(device::plugIn, Instant.now().plus(this.properties.outage()));
	}

	@Override
	public synchronized boolean isRunning() {
		return this.ticks != null;
	}

}
