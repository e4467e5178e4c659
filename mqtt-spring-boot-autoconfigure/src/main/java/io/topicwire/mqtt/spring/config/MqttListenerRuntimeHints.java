package io.topicwire.mqtt.spring.config;

import io.topicwire.mqtt.spring.listener.MqttBatchMessageListener;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image of the proxies of listeners that have advice.
 */
class MqttListenerRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.proxies().registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(MqttMessageListener.class));
		hints.proxies().registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(MqttBatchMessageListener.class));
	}

}
