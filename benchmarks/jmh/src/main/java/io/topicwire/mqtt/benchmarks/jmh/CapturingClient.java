package io.topicwire.mqtt.benchmarks.jmh;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.MessageHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * A client that does nothing, so that what is built on clients is what is measured. Keeps
 * the handler that was registered last.
 */
final class CapturingClient implements InvocationHandler {

	private static final CompletableFuture<@Nullable PublishResult> DONE = CompletableFuture.completedFuture(null);

	private @Nullable MessageHandler handler;

	MqttClient client() {
		return (MqttClient) Proxy.newProxyInstance(MqttClient.class.getClassLoader(),
				new Class<?>[] { MqttClient.class }, this);
	}

	@Nullable MessageHandler handler() {
		return this.handler;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
		Object last = (arguments != null && arguments.length > 0) ? arguments[arguments.length - 1] : null;
		if (last instanceof MqttMessage) {
			return DONE;
		}
		if (last instanceof MessageHandler messageHandler) {
			this.handler = messageHandler;
		}
		return switch (method.getName()) {
			case "equals" -> proxy == last;
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "CapturingClient";
			default -> (method.getReturnType() == CompletableFuture.class) ? DONE : null;
		};
	}

}
