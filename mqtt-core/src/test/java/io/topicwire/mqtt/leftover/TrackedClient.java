package io.topicwire.mqtt.leftover;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the futures that a client returns, so that a test fails if one of them is
 * never completed.
 */
public final class TrackedClient implements InvocationHandler {

	private final MqttClient client;

	private TrackedClient(MqttClient client) {
		this.client = client;
	}

	/**
	 * Track the futures of a client.
	 * @param client the client
	 * @return the same client for whoever uses it
	 */
	public static MqttClient of(MqttClient client) {
		return (MqttClient) Proxy.newProxyInstance(TrackedClient.class.getClassLoader(),
				new Class<?>[] { MqttClient.class }, new TrackedClient(client));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			Object result = method.invoke(this.client, arguments);
			if (result instanceof CompletableFuture<?> future) {
				TrackedFutures.add(method, arguments, future);
			}
			return result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
