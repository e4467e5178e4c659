package io.topicwire.mqtt.sample.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
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

	private List<Device> devices = Collections.emptyList();

	private @Nullable ScheduledFuture<?> ticks;

	Simulation(SimulationProperties properties, DeviceFactory deviceFactory, TaskScheduler taskScheduler) {
		this.properties = properties;
		this.deviceFactory = deviceFactory;
		this.taskScheduler = taskScheduler;
	}

	@Override
	public synchronized void start() {
		List<Device> devices = this.properties.machines()
			.stream()
			.map((machine) -> this.deviceFactory.create(new MachineId(this.properties.plant(), machine)))
			.toList();
		devices.forEach(Device::start);
		Duration time = Duration.ofNanos((long) (this.properties.interval().toNanos() * this.properties.speed()));
		this.ticks = this.taskScheduler.scheduleAtFixedRate(() -> devices.forEach((device) -> device.tick(time)),
				this.properties.interval());
		this.devices = devices;
	}

	@Override
	public synchronized void stop() {
		if (this.ticks != null) {
			this.ticks.cancel(false);
			this.ticks = null;
		}
		this.devices.forEach(Device::close);
		this.devices = Collections.emptyList();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.ticks != null;
	}

}
