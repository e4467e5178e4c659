package io.topicwire.mqtt.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttClientListener;

/**
 * Tells the listeners of a client what happens, one event after the other.
 */
final class Listeners {

	private final List<MqttClientListener> listeners = new CopyOnWriteArrayList<>();

	private final Executor executor;

	private final ClientLog log;

	Listeners(Executor executor, ClientLog log) {
		this.executor = executor;
		this.log = log;
	}

	void add(MqttClientListener listener) {
		this.listeners.add(listener);
	}

	void remove(MqttClientListener listener) {
		this.listeners.remove(listener);
	}

	boolean isEmpty() {
		return this.listeners.isEmpty();
	}

	void tell(Consumer<MqttClientListener> event) {
		if (this.listeners.isEmpty()) {
			return;
		}
		this.executor.execute(() -> {
			for (MqttClientListener listener : this.listeners) {
				try {
					event.accept(listener);
				}
				catch (RuntimeException | Error ex) {
					this.log.error("Listener " + listener.getClass().getName() + " failed", ex);
				}
			}
		});
	}

}
