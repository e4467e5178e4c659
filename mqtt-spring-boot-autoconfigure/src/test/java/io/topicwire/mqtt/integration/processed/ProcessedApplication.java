package io.topicwire.mqtt.integration.processed;

import java.util.List;

import io.topicwire.mqtt.integration.processed.Confirmations.Confirmation;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.DestinationVariable;

/**
 * Application with listeners, advice around one of them, and a publisher.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ProcessedApplication {

	private final Confirmations confirmations;

	private final ThreadLocal<String> advice;

	ProcessedApplication(Confirmations confirmations, ThreadLocal<String> advice) {
		this.confirmations = confirmations;
		this.advice = advice;
	}

	public static void main(String[] args) {
		SpringApplication.run(ProcessedApplication.class, args);
	}

	@Bean
	static ThreadLocal<String> lastAdvice() {
		return ThreadLocal.withInitial(() -> "nobody");
	}

	@Bean
	static Advice recording(ThreadLocal<String> lastAdvice) {
		return (MethodInterceptor) (invocation) -> {
			lastAdvice.set(invocation.getMethod().getName());
			return invocation.proceed();
		};
	}

	@MqttListener(topics = "orders/{order}", adviceChain = "recording")
	void onOrder(Order placed, @DestinationVariable String order) {
		this.confirmations.confirm(order, new Confirmation(placed.quantity(), this.advice.get()));
	}

	@MqttListener(topics = "batches/+", batch = "true", batchSize = "2", adviceChain = "recording")
	void onOrders(List<Order> orders) {
		int quantity = orders.stream().mapToInt(Order::quantity).sum();
		this.confirmations.confirm("batch", new Confirmation(quantity, this.advice.get()));
	}

	record Order(int quantity) {

	}

}
