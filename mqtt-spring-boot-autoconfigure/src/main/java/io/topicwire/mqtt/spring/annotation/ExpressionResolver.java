package io.topicwire.mqtt.spring.annotation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;

/**
 * Resolves placeholders and expressions in texts of an annotation.
 */
class ExpressionResolver {

	private final @Nullable ConfigurableBeanFactory beanFactory;

	private final Scope scope;

	/**
	 * Create a resolver.
	 * @param beanFactory where placeholders and beans are looked for
	 * @param beanRef the name by which expressions reach the bean of the listener
	 * @param bean that bean
	 */
	ExpressionResolver(BeanFactory beanFactory, String beanRef, Object bean) {
		this.beanFactory = (beanFactory instanceof ConfigurableBeanFactory configurable) ? configurable : null;
		this.scope = new ListenerScope(beanRef, bean);
	}

	/**
	 * Resolve a text to one text.
	 * @param text the text as it is in the annotation
	 * @return what it stands for, empty for nothing
	 */
	String resolve(String text) {
		Object value = evaluate(text);
		return (value != null) ? value.toString().trim() : "";
	}

	/**
	 * Resolve a text that may stand for several.
	 * @param text the text as it is in the annotation
	 * @return the elements of the array or collection it stands for, or itself
	 */
	List<String> resolveAll(String text) {
		Object value = evaluate(text);
		List<String> all = new ArrayList<>();
		if (value instanceof Iterable<?> elements) {
			elements.forEach((element) -> all.add(String.valueOf(element)));
		}
		else if (ObjectUtils.isArray(value)) {
			for (Object element : ObjectUtils.toObjectArray(value)) {
				all.add(String.valueOf(element));
			}
		}
		else {
			all.add((value != null) ? value.toString() : "");
		}
		return all;
	}

	/**
	 * Resolve a text to a bean.
	 * @param text a bean name, or an expression that results in one or in the bean itself
	 * @param type what the bean has to be
	 * @return the bean, or {@code null} if the text stands for nothing
	 */
	<T> @Nullable T resolveBean(String text, Class<T> type) {
		Object value = resolveBeanOrName(text, type);
		if (!(value instanceof String name)) {
			return type.cast(value);
		}
		Assert.state(this.beanFactory != null, "There is no bean factory to look for beans in");
		return this.beanFactory.getBean(name, type);
	}

	/**
	 * Resolve a text to a bean, or to the name of one that is not looked for yet.
	 * @param text a bean name, or an expression that results in one or in the bean itself
	 * @param type what the bean has to be
	 * @return the bean or its name, or {@code null} if the text stands for nothing
	 */
	@Nullable Object resolveBeanOrName(String text, Class<?> type) {
		Object value = evaluate(text);
		if (value == null || type.isInstance(value)) {
			return value;
		}
		if (!(value instanceof String name)) {
			throw new IllegalArgumentException("It results in a %s and not in a %s or its bean name"
				.formatted(value.getClass().getName(), type.getSimpleName()));
		}
		return name.isBlank() ? null : name.trim();
	}

	private @Nullable Object evaluate(String text) {
		if (this.beanFactory == null) {
			return text;
		}
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		BeanExpressionResolver expressionResolver = this.beanFactory.getBeanExpressionResolver();
		if (expressionResolver == null || resolved == null) {
			return resolved;
		}
		return expressionResolver.evaluate(resolved, new BeanExpressionContext(this.beanFactory, this.scope));
	}

	/**
	 * Knows one bean by a name that the bean factory does not know.
	 */
	private record ListenerScope(String beanRef, Object bean) implements Scope {

		@Override
		public @Nullable Object resolveContextualObject(String key) {
			return this.beanRef.equals(key) ? this.bean : null;
		}

		@Override
		public Object get(String name, ObjectFactory<?> objectFactory) {
			throw new UnsupportedOperationException("Makes no beans");
		}

		@Override
		public @Nullable Object remove(String name) {
			throw new UnsupportedOperationException("Makes no beans");
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
			throw new UnsupportedOperationException("Makes no beans");
		}

		@Override
		public @Nullable String getConversationId() {
			return null;
		}

	}

}
