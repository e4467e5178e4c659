package io.topicwire.mqtt.spring.config;

import java.util.List;

import io.topicwire.mqtt.spring.core.ReplyOptions;
import io.topicwire.mqtt.spring.listener.ContainerProperties;
import io.topicwire.mqtt.spring.listener.MqttBatchMessageListener;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/**
 * What a container factory needs to know about a listener.
 *
 * @since 0.1.0
 */
public interface MqttListenerEndpoint {

	/**
	 * Return the identifier of the listener, unique in its registry.
	 * @return the identifier
	 */
	String getId();

	/**
	 * Return the topics.
	 * @return the topics; at least one
	 */
	List<TopicTemplate> getTopics();

	/**
	 * Return what the listener says about its subscriptions.
	 * @return the options
	 */
	default ListenerSubscribeOptions getSubscribeOptions() {
		return ListenerSubscribeOptions.DEFAULTS;
	}

	/**
	 * Return whether the listener is started with the application.
	 * @return whether it is, or {@code null} to leave that to the container factory
	 */
	default @Nullable Boolean getAutoStartup() {
		return null;
	}

	/**
	 * Return the name of the group that the container belongs to.
	 * @return the name, or {@code null} for none
	 */
	default @Nullable String getGroup() {
		return null;
	}

	/**
	 * Return what converts payloads, and results of the listener.
	 * @return the converter, or {@code null} to leave that to the container factory
	 */
	default @Nullable MessageConverter getMessageConverter() {
		return null;
	}

	/**
	 * Return what the listener says about its replies.
	 * @return the options
	 */
	default ReplyOptions getReplyOptions() {
		return ReplyOptions.DEFAULTS;
	}

	/**
	 * Return what has the last word about the container.
	 * @return the post-processor, or {@code null} for none
	 */
	default @Nullable ContainerPostProcessor getContainerPostProcessor() {
		return null;
	}

	/**
	 * Change what the container factory has set to what the listener says about itself.
	 * @param properties what the container is to do
	 */
	default void customize(ContainerProperties properties) {
	}

	/**
	 * Create what is called for each batch.
	 * @param methodFactory makes methods callable
	 * @return the listener, or {@code null} if there is one that is called
	 * {@link #createListener for each message}
	 */
	default @Nullable MqttBatchMessageListener createBatchListener(MessageHandlerMethodFactory methodFactory) {
		return null;
	}

	/**
	 * Create what is called for each message. Not called if there is a
	 * {@link #createBatchListener listener for batches}.
	 * @param methodFactory makes methods callable
	 * @return the listener
	 */
	MqttMessageListener createListener(MessageHandlerMethodFactory methodFactory);

}
