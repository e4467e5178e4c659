package io.topicwire.mqtt.spring.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Ends the work of containers, in the reverse order of their phases. Those of one phase
 * end at once, so that listeners that do not return keep each other from nothing, and all
 * of them are waited for no longer than the one that may take longest.
 */
class ContainerStopper {

	private static final Log logger = LogFactory.getLog(ContainerStopper.class);

	private final SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("mqtt-stop-");

	ContainerStopper() {
		this.threads.setDaemon(true);
	}

	/**
	 * End the work of containers and wait for that.
	 * @param containers the containers
	 * @param action ends the work of one of them, and waits for its listener
	 * @param obsolete says whether those that are left are to go on, because they were
	 * started again meanwhile
	 */
	void stop(Collection<MqttMessageListenerContainer> containers, Consumer<MqttMessageListenerContainer> action,
			BooleanSupplier obsolete) {
		TreeMap<Integer, List<MqttMessageListenerContainer>> phases = new TreeMap<>(Collections.reverseOrder());
		containers.forEach((container) -> phases.computeIfAbsent(container.getPhase(), (phase) -> new ArrayList<>())
			.add(container));
		for (List<MqttMessageListenerContainer> phase : phases.values()) {
			if (obsolete.getAsBoolean()) {
				return;
			}
			stopPhase(phase, action);
		}
	}

	private void stopPhase(List<MqttMessageListenerContainer> phase, Consumer<MqttMessageListenerContainer> action) {
		// A listener that ends the application does not wait for itself, which its
		// container knows by the thread
		List<MqttMessageListenerContainer> own = phase.stream()
			.filter((container) -> phase.size() == 1 || container.isListenerThread())
			.toList();
		CompletableFuture<?>[] others = phase.stream()
			.filter((container) -> !own.contains(container))
			.map((container) -> CompletableFuture.runAsync(() -> stop(container, action), this.threads))
			.toArray(CompletableFuture[]::new);
		own.forEach((container) -> stop(container, action));
		try {
			CompletableFuture.allOf(others).get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			logger.error("Listener containers could not be stopped", ex.getCause());
		}
	}

	private static void stop(MqttMessageListenerContainer container, Consumer<MqttMessageListenerContainer> action) {
		try {
			action.accept(container);
		}
		catch (RuntimeException ex) {
			logger.error("The container of listener '%s' could not be stopped".formatted(container.getListenerId()),
					ex);
		}
	}

	/**
	 * End the work of containers without waiting, unless a listener of theirs asks for
	 * it.
	 * @param containers the containers
	 * @param action ends the work of one of them, and waits for its listener
	 * @param obsolete says whether those that are left are to go on
	 * @param callback told when all have ended
	 */
	void stop(Collection<MqttMessageListenerContainer> containers, Consumer<MqttMessageListenerContainer> action,
			BooleanSupplier obsolete, Runnable callback) {
		Runnable stop = () -> {
			try {
				stop(containers, action, obsolete);
			}
			finally {
				callback.run();
			}
		};
		if (containers.stream().anyMatch(MqttMessageListenerContainer::isListenerThread)) {
			stop.run();
		}
		else {
			this.threads.execute(stop);
		}
	}

}
